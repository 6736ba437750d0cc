<?php
// Calls every operation of the generated client (its folder comes second) at the address given first, and prints what
// it read, a line for each.
require '/usr/share/php/GuzzleHttp/autoload.php';
spl_autoload_register(function ($class) use ($argv) {
    $file = str_replace('\\', '/', preg_replace('/^OpenAPI\\\\Client\\\\/', '', $class));
    if (is_file($path = "$argv[2]/lib/$file.php")) {
        require $path;
    }
});

use OpenAPI\Client\{ApiException, Configuration};
use OpenAPI\Client\Api\{AdviceApi, CopiesApi, HelpApi, ReferenceApi, ReportsApi, ServicesApi};
use OpenAPI\Client\Model\{HelpQuestion, ReportProblem, ReportQuestion, ServicesQuestion, ServiceType};

function read(string $name, callable $call): void
{
    try {
        echo "$name {$call()->getEmergency()->getWays()[0]->getKind()}\n";
    } catch (ApiException $error) {
        echo $name, ' ', $error->getCode(), ' ', $error->getMessage(), "\n";
    } catch (Throwable $error) {
        echo $name, ' ', $error->getMessage(), "\n";
    }
}

$configuration = (new Configuration())->setHost($argv[1]);
[$advice, $copies, $help, $reference, $reports, $services] = array_map(
    fn ($api) => new $api(null, $configuration),
    [AdviceApi::class, CopiesApi::class, HelpApi::class, ReferenceApi::class, ReportsApi::class, ServicesApi::class],
);

read('getRoot', fn () => $reference->getRoot());
read('getHelp', fn () => $help->getHelp(age: 15, type: [ServiceType::IMAGE_REMOVAL]));
read('askHelp', fn () => $help->askHelp(new HelpQuestion(['age' => 15])));
read('listServices', fn () => $services->listServices(age: 15));
read('askServices', fn () => $services->askServices(new ServicesQuestion(['age' => 15])));
read('getService', fn () => $services->getService('childline'));
$report = ['uid' => 'f2279953-afe4-56a0-a4f7-d3e3735cbd14', 'problem' => ReportProblem::CLOSED];
read('reportProblem', fn () => $reports->reportProblem(new ReportQuestion($report)));
read('listOrganisations', fn () => $services->listOrganisations());
read('getOrganisation', fn () => $services->getOrganisation('samaritans'));
read('listAdvice', fn () => $advice->listAdvice());
read('getAdvice', fn () => $advice->getAdvice('sextortion'));
read('listRegions', fn () => $reference->listRegions());
read('getRegion', fn () => $reference->getRegion('edinburgh'));
read('listCodeLists', fn () => $reference->listCodeLists());
read('getCodeList', fn () => $reference->getCodeList('phases'));
read('getBundle', fn () => $copies->getBundle());
read('listChanges', fn () => $copies->listChanges(page_size: 100));
read('getRecalls', fn () => $copies->getRecalls());
read('refused', fn () => $services->getService('no-such-name'));
