// Calls every operation of the generated client at the address given, and prints what it read, a line for each.
import org.openapitools.client.apis.*
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.models.*

fun read(name: String, call: () -> Emergency) =
    try {
        println("$name ${call().ways[0].kind}")
    } catch (error: ClientException) {
        println("$name ${error.statusCode}")
    } catch (error: Exception) {
        println("$name $error")
    }

fun main(words: Array<String>) {
    val (advice, copies, help) = Triple(AdviceApi(words[0]), CopiesApi(words[0]), HelpApi(words[0]))
    val (reference, reports, services) = Triple(ReferenceApi(words[0]), ReportsApi(words[0]), ServicesApi(words[0]))
    val report = ReportQuestion(uid = "f2279953-afe4-56a0-a4f7-d3e3735cbd14", problem = ReportProblem.CLOSED)
    read("getRoot") { reference.getRoot().emergency }
    read("getHelp") { help.getHelp(age = 15, type = setOf(ServiceType.entries.first())).emergency }
    read("askHelp") { help.askHelp(HelpQuestion(age = 15)).emergency }
    read("listServices") { services.listServices(age = 15).emergency }
    read("askServices") { services.askServices(ServicesQuestion(age = 15)).emergency }
    read("getService") { services.getService("childline").emergency }
    read("reportProblem") { reports.reportProblem(report).emergency }
    read("listOrganisations") { services.listOrganisations().emergency }
    read("getOrganisation") { services.getOrganisation("samaritans").emergency }
    read("listAdvice") { advice.listAdvice().emergency }
    read("getAdvice") { advice.getAdvice("sextortion").emergency }
    read("listRegions") { reference.listRegions().emergency }
    read("getRegion") { reference.getRegion("edinburgh").emergency }
    read("listCodeLists") { reference.listCodeLists().emergency }
    read("getCodeList") { reference.getCodeList("phases").emergency }
    read("getBundle") { copies.getBundle().emergency }
    read("listChanges") { copies.listChanges(pageSize = 100).emergency }
    read("getRecalls") { copies.getRecalls().emergency }
    read("refused") { services.getService("no-such-name").emergency }
    kotlin.system.exitProcess(0) // okhttp keeps its connections for five minutes
}
