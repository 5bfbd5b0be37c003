// An audit by the client that NSwag makes of the service's description. Usage: dotnet run [address of the service]
using System.Text;
using Generated;

using var http = new HttpClient { BaseAddress = new Uri(args[0]) };
var client = new Client(http);
const string Item = "nswag";

var item = await client.PutItemAsync(Item, new ItemRequest { Prompt = "Which lands first?", Scale = new Scale { Min = 0, Max = 2, Step = 1 } });
Console.WriteLine($"item: {item.ItemId}, {item.Scale.Max}");

var json = await client.PostResponsesAsync([.. Enumerable.Range(0, 60).Select(n => new ResponseRow
{
    ResponseId = $"r{n}",
    ItemId = Item,
    StudentId = $"s{n}",
    Text = $"Answer {n}: they land together.",
    HumanScore = n / 2 % 3,
    Groups = new Dictionary<string, string> { ["gender"] = n % 2 == 0 ? "female" : "male" },
})]);
var rows = Enumerable.Range(60, 60).Select(n => $"r{n},s{n},Answer {n},{n / 2 % 3},{(n % 2 == 0 ? "female" : "male")}");
var csv = await client.PostResponsesCsvAsync(Text("responseId,studentId,text,humanScore,group.gender\n" + string.Join('\n', rows)), item: Item);
Console.WriteLine($"responses: {json.Inserted} of JSON, {csv.Inserted} of CSV");

var scores = await client.PostScoresCsvAsync(
    Text("responseId,score\n" + string.Join('\n', Enumerable.Range(0, 120).Select(n => $"r{n},{n / 2 % 3}.{n % 5}"))), item: Item, scorer: "vendor");
Console.WriteLine($"scores: {scores.Inserted}");

var request = new AuditRequest
{
    Items = [Item],
    Attribute = ["gender"],
    Scorers = [new ExternalRequest { Scorer = "vendor" }, new LinearRequest { Splits = ["mixed"] }],
    Bootstrap = 100,
};
var cost = await client.EstimateAuditAsync(request);
Console.WriteLine($"cost: {cost.Fits} fits");
var audit = await client.PostAuditAsync(request);
while (audit.Status is AuditViewStatus.Queued or AuditViewStatus.Training or AuditViewStatus.Evaluating)
{
    await Task.Delay(200);
    audit = await client.GetAuditAsync(audit.AuditId);
}
Console.WriteLine($"audit: {audit.Status}, {audit.Request.Scorers.OfType<ExternalDesign>().Single().Scorer}");
Console.WriteLine($"audits: {(await client.ListAuditsAsync()).Items.Count}");
Console.WriteLine($"fits: {(await client.ListFitsAsync(audit.AuditId)).Items.Count}");

using (var events = await client.GetAuditEventsAsync(audit.AuditId))
using (var reader = new StreamReader(events.Stream))
{
    Console.WriteLine($"events: {await reader.ReadLineAsync()}");
}

var measures = (await client.ListMeasuresAsync(audit.AuditId, limit: 1000)).Items;
Console.WriteLine($"measures: some without a verdict {measures.Any(row => row.Verdict is null)}, some with {measures.Any(row => row.Verdict is not null)}");
var report = await client.GetReportAsync(audit.AuditId);
foreach (var answer in report.Summary)
{
    Console.WriteLine($"{answer.Question}: {answer.Scorer} {answer.Verdict}, {answer.Difference.Present}");
}
using (var table = await client.GetReportCsvAsync(audit.AuditId))
using (var reader = new StreamReader(table.Stream))
{
    Console.WriteLine($"csv: {await reader.ReadLineAsync()}");
}
try
{
    using var pdf = await client.GetReportPdfAsync(audit.AuditId);
    var start = new byte[4];
    await pdf.Stream.ReadExactlyAsync(start);
    Console.WriteLine($"pdf: {Encoding.ASCII.GetString(start)}");
}
catch (ApiException<ProblemDetails> none) when (none.StatusCode == 501)
{
    Console.WriteLine($"pdf: {none.Result.Title}");
}
var gate = await client.PostGateAsync(new GateRequest { AuditId = audit.AuditId });
Console.WriteLine($"gate: {gate.Outcome}, {gate.Reasons.Count} reasons");

var evaluation = await client.PostEvaluationAsync([.. Enumerable.Range(0, 80).Select(n => new EvaluationRow
{
    Group = n % 2 == 0 ? "female" : "male",
    HumanScore = n / 2 % 3,
    MachineScore = n / 3 % 3,
})]);
Console.WriteLine($"evaluation: {evaluation.Summary.Count} answers");

try
{
    await client.PostAuditAsync(new AuditRequest { Items = ["nowhere"], Attribute = ["gender"] });
}
catch (ApiException<ProblemDetails> refused)
{
    Console.WriteLine($"refused: {refused.StatusCode} {refused.Result.Errors.Count > 0}");
}
try
{
    await client.PostResponsesCsvAsync(Text("responseId,text,humanScore\nr1,a text,9"), item: Item);
}
catch (ApiException<RefusedRows> refused)
{
    Console.WriteLine($"refused rows: {refused.StatusCode} {refused.Result.Errors.Single().Code}");
}

static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));
