# Calls every operation of the generated client at the address given, and prints what it read, a line for each.
require 'uri'
require 'openapi_client'

def read(name)
  puts "#{name} #{yield.emergency.ways[0].kind}"
rescue OpenapiClient::ApiError => e
  puts "#{name} #{e.code} #{e.message.lines.first}"
rescue StandardError => e
  puts "#{name} #{e.message}"
end

address = URI(ARGV[0])
OpenapiClient.configure do |c|
  c.scheme = address.scheme
  c.host = "#{address.host}:#{address.port}"
  c.base_path = address.path
  c.server_index = nil
  c.params_encoding = :multi # without it a list is sent with brackets, which no address of ours takes
end
advice, copies, help = OpenapiClient::AdviceApi.new, OpenapiClient::CopiesApi.new, OpenapiClient::HelpApi.new
reference, services = OpenapiClient::ReferenceApi.new, OpenapiClient::ServicesApi.new
reports = OpenapiClient::ReportsApi.new

read('getRoot') { reference.get_root }
read('getHelp') { help.get_help(age: 15, type: [OpenapiClient::ServiceType::IMAGE_REMOVAL]) }
read('askHelp') { help.ask_help(OpenapiClient::HelpQuestion.new(age: 15)) }
read('listServices') { services.list_services(age: 15) }
read('askServices') { services.ask_services(OpenapiClient::ServicesQuestion.new(age: 15)) }
read('getService') { services.get_service('childline') }
closed = OpenapiClient::ReportProblem::CLOSED
report = OpenapiClient::ReportQuestion.new(uid: 'f2279953-afe4-56a0-a4f7-d3e3735cbd14', problem: closed)
read('reportProblem') { reports.report_problem(report) }
read('listOrganisations') { services.list_organisations }
read('getOrganisation') { services.get_organisation('samaritans') }
read('listAdvice') { advice.list_advice }
read('getAdvice') { advice.get_advice('sextortion') }
read('listRegions') { reference.list_regions }
read('getRegion') { reference.get_region('edinburgh') }
read('listCodeLists') { reference.list_code_lists }
read('getCodeList') { reference.get_code_list('phases') }
read('getBundle') { copies.get_bundle }
read('listChanges') { copies.list_changes(page_size: 100) }
read('getRecalls') { copies.get_recalls }
read('refused') { services.get_service('no-such-name') }
