// An audit by the client that Kiota makes of the service's description. Usage: dotnet run [address of the service]
using System.Text;
using Generated;
using Generated.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = args[0] };
var client = new ApiClient(adapter).V1;
const string Item = "kiota";

var item = await client.Items[Item].PutAsync(new ItemRequest { Prompt = "Which lands first?", Scale = new Scale { Min = 0, Max = 2, Step = 1 } });
Console.WriteLine($"item: {item!.ItemId}, {item.Scale!.Max}");

var json = await client.Responses.PostAsync([.. Enumerable.Range(0, 60).Select(n => new ResponseRow
{
    ResponseId = $"r{n}",
    ItemId = Item,
    StudentId = $"s{n}",
    Text = $"Answer {n}: they land together.",
    HumanScore = n / 2 % 3,
    Groups = new ResponseRow_groups { AdditionalData = new Dictionary<string, object> { ["gender"] = n % 2 == 0 ? "female" : "male" } },
})]);
var rows = Enumerable.Range(60, 60).Select(n => $"r{n},s{n},Answer {n},{n / 2 % 3},{(n % 2 == 0 ? "female" : "male")}");
var csv = await client.ResponsesCsv.PostAsync(
    Text("responseId,studentId,text,humanScore,group.gender\n" + string.Join('\n', rows)), one => one.QueryParameters.Item = Item);
Console.WriteLine($"responses: {json!.Inserted} of JSON, {csv!.Inserted} of CSV");

var scores = await client.ScoresCsv.PostAsync(
    Text("responseId,score\n" + string.Join('\n', Enumerable.Range(0, 120).Select(n => $"r{n},{n / 2 % 3}.{n % 5}"))),
    one => (one.QueryParameters.Item, one.QueryParameters.Scorer) = (Item, "vendor"));
Console.WriteLine($"scores: {scores!.Inserted}");

var request = new AuditRequest
{
    Items = [Item],
    Attribute = ["gender"],
    Scorers =
    [
        new ExternalRequest { Kind = ScorerRequest_kind.External, Scorer = "vendor" },
        new LinearRequest { Kind = ScorerRequest_kind.Linear, Splits = ["mixed"] },
    ],
    Bootstrap = 100,
};
var cost = await client.Audits.Cost.PostAsync(request);
Console.WriteLine($"cost: {cost!.Fits} fits");
var audit = (await client.Audits.PostAsync(request))!;
while (audit.Status is AuditView_status.Queued or AuditView_status.Training or AuditView_status.Evaluating)
{
    await Task.Delay(200);
    audit = (await client.Audits[audit.AuditId!].GetAsync())!;
}
Console.WriteLine($"audit: {audit.Status}, {audit.Request!.Scorers!.OfType<ExternalDesign>().Single().Scorer}");
Console.WriteLine($"audits: {(await client.Audits.GetAsync())!.Items!.Count}");
var one = client.Audits[audit.AuditId!];
Console.WriteLine($"fits: {(await one.Fits.GetAsync())!.Items!.Count}");

using (var reader = new StreamReader((await one.Events.GetAsync())!))
{
    Console.WriteLine($"events: {await reader.ReadLineAsync()}");
}

var measures = (await one.Measures.GetAsync(query => query.QueryParameters.Limit = 1000))!.Items!;
Console.WriteLine($"measures: some without a verdict {measures.Any(row => row.Verdict is null)}, some with {measures.Any(row => row.Verdict is not null)}");
var report = await one.Report.GetAsync();
foreach (var answer in report!.Summary!)
{
    Console.WriteLine($"{answer.Question}: {answer.Scorer} {answer.Verdict}, {answer.Difference!.Present}");
}
using (var reader = new StreamReader((await one.ReportCsv.GetAsync())!))
{
    Console.WriteLine($"csv: {await reader.ReadLineAsync()}");
}
try
{
    using var pdf = await one.ReportPdf.GetAsync();
    var start = new byte[4];
    await pdf!.ReadExactlyAsync(start);
    Console.WriteLine($"pdf: {Encoding.ASCII.GetString(start)}");
}
catch (ProblemDetails none) when (none.Status == 501)
{
    Console.WriteLine($"pdf: {none.Title}");
}
var gate = await client.Gates.PostAsync(new GateRequest { AuditId = audit.AuditId });
Console.WriteLine($"gate: {gate!.Outcome}, {gate.Reasons!.Count} reasons");

var evaluation = await client.Evaluations.PostAsync([.. Enumerable.Range(0, 80).Select(n => new EvaluationRow
{
    Group = n % 2 == 0 ? "female" : "male",
    HumanScore = n / 2 % 3,
    MachineScore = n / 3 % 3,
})]);
Console.WriteLine($"evaluation: {evaluation!.Summary!.Count} answers");

try
{
    await client.Audits.PostAsync(new AuditRequest { Items = ["nowhere"], Attribute = ["gender"] });
}
catch (ProblemDetails refused)
{
    Console.WriteLine($"refused: {refused.ResponseStatusCode} {refused.Errors!.AdditionalData.Count > 0}");
}
try
{
    await client.ResponsesCsv.PostAsync(Text("responseId,text,humanScore\nr1,a text,9"), query => query.QueryParameters.Item = Item);
}
catch (RefusedRows refused)
{
    Console.WriteLine($"refused rows: {refused.ResponseStatusCode} {refused.Errors!.Single().Code}");
}

static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));
