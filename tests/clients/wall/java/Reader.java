// Calls every operation of the generated client at the address given, and prints what it read, a line for each.
import java.util.Set;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.*;
import org.openapitools.client.model.*;

public class Reader {
  interface Call<T> {
    T answer() throws ApiException;
  }

  interface Emergencies<T> {
    Emergency of(T answer);
  }

  static <T> void read(String name, Call<T> call, Emergencies<T> emergencies) {
    try {
      System.out.println(name + " " + emergencies.of(call.answer()).getWays().get(0).getKind());
    } catch (ApiException error) {
      System.out.println(name + " " + error.getCode() + " " + error.getMessage());
    } catch (RuntimeException error) {
      System.out.println(name + " " + error);
    }
  }

  public static void main(String[] words) {
    ApiClient client = new ApiClient().setBasePath(words[0]);
    AdviceApi advice = new AdviceApi(client);
    CopiesApi copies = new CopiesApi(client);
    HelpApi help = new HelpApi(client);
    ReferenceApi reference = new ReferenceApi(client);
    ReportsApi reports = new ReportsApi(client);
    ServicesApi services = new ServicesApi(client);
    Set<ServiceType> types = Set.of(ServiceType.IMAGE_REMOVAL);

    read("getRoot", () -> reference.getRoot(null), RootAnswer::getEmergency);
    read("getHelp", () -> help.getHelp(15, null, null, null, null, types, null, null, null, null, null, null, null, null,
        null, null, null), HelpAnswer::getEmergency);
    read("askHelp", () -> help.askHelp(new HelpQuestion().age(15)), HelpAnswer::getEmergency);
    read("listServices", () -> services.listServices(15, null, null, null, null, types, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, null), ServicesList::getEmergency);
    read("askServices", () -> services.askServices(new ServicesQuestion().age(15)), ServicesList::getEmergency);
    read("getService", () -> services.getService("childline", null), ServiceAnswer::getEmergency);
    ReportQuestion report = new ReportQuestion().uid("f2279953-afe4-56a0-a4f7-d3e3735cbd14").problem(ReportProblem.CLOSED);
    read("reportProblem", () -> reports.reportProblem(report), ReportAnswer::getEmergency);
    read("listOrganisations", () -> services.listOrganisations(null, null, null, null), OrganisationsList::getEmergency);
    read("getOrganisation", () -> services.getOrganisation("samaritans", null), OrganisationAnswer::getEmergency);
    read("listAdvice", () -> advice.listAdvice(null, null, null, null), AdviceList::getEmergency);
    read("getAdvice", () -> advice.getAdvice("sextortion", null), AdviceAnswer::getEmergency);
    read("listRegions", () -> reference.listRegions(null, null, null, null, null, null, null, null),
        RegionsList::getEmergency);
    read("getRegion", () -> reference.getRegion("edinburgh", null), RegionAnswer::getEmergency);
    read("listCodeLists", () -> reference.listCodeLists(null, null, null, null), CodeListsList::getEmergency);
    read("getCodeList", () -> reference.getCodeList("phases", null), CodeListAnswer::getEmergency);
    read("getBundle", () -> copies.getBundle(null), BundleAnswer::getEmergency);
    read("listChanges", () -> copies.listChanges(null, null, 100, null, null), ChangesList::getEmergency);
    read("getRecalls", () -> copies.getRecalls(null), RecallsAnswer::getEmergency);
    read("refused", () -> services.getService("no-such-name", null), ServiceAnswer::getEmergency);
  }
}
