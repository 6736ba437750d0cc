// Calls every operation of the generated client at the address given, and prints what it read, a line for each.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	openapi "github.com/GIT_USER_ID/GIT_REPO_ID"
)

type answer interface{ GetEmergency() openapi.Emergency }

func read(name string) func(answer, *http.Response, error) {
	return func(found answer, response *http.Response, err error) {
		switch {
		case err == nil:
			emergency := found.GetEmergency()
			fmt.Println(name, emergency.GetWays()[0].GetKind())
		case response != nil:
			fmt.Println(name, response.StatusCode, err)
		default:
			fmt.Println(name, err)
		}
	}
}

func main() {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Args[1]}}
	client, ctx := openapi.NewAPIClient(configuration), context.Background()

	help := openapi.NewHelpQuestion()
	help.SetAge(15)
	services := openapi.NewServicesQuestion()
	services.SetAge(15)

	read("getRoot")(client.ReferenceAPI.GetRoot(ctx).Execute())
	read("getHelp")(client.HelpAPI.GetHelp(ctx).Age(15).Type_([]openapi.ServiceType{openapi.IMAGE_REMOVAL}).Execute())
	read("askHelp")(client.HelpAPI.AskHelp(ctx).HelpQuestion(*help).Execute())
	read("listServices")(client.ServicesAPI.ListServices(ctx).Age(15).Execute())
	read("askServices")(client.ServicesAPI.AskServices(ctx).ServicesQuestion(*services).Execute())
	read("getService")(client.ServicesAPI.GetService(ctx, "childline").Execute())
	report := openapi.NewReportQuestion("f2279953-afe4-56a0-a4f7-d3e3735cbd14", openapi.CLOSED)
	read("reportProblem")(client.ReportsAPI.ReportProblem(ctx).ReportQuestion(*report).Execute())
	read("listOrganisations")(client.ServicesAPI.ListOrganisations(ctx).Execute())
	read("getOrganisation")(client.ServicesAPI.GetOrganisation(ctx, "samaritans").Execute())
	read("listAdvice")(client.AdviceAPI.ListAdvice(ctx).Execute())
	read("getAdvice")(client.AdviceAPI.GetAdvice(ctx, "sextortion").Execute())
	read("listRegions")(client.ReferenceAPI.ListRegions(ctx).Execute())
	read("getRegion")(client.ReferenceAPI.GetRegion(ctx, "edinburgh").Execute())
	read("listCodeLists")(client.ReferenceAPI.ListCodeLists(ctx).Execute())
	read("getCodeList")(client.ReferenceAPI.GetCodeList(ctx, "phases").Execute())
	read("getBundle")(client.CopiesAPI.GetBundle(ctx).Execute())
	read("listChanges")(client.CopiesAPI.ListChanges(ctx).PageSize(100).Execute())
	read("getRecalls")(client.CopiesAPI.GetRecalls(ctx).Execute())
	read("refused")(client.ServicesAPI.GetService(ctx, "no-such-name").Execute())
}
