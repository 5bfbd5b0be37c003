// Sends graded responses and the scores of a vendor's machine, audits the machine, and prints the three answers.
// Usage: dotnet run src/examples/Audit.cs [address of the service]
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property EnforceCodeStyleInBuild=false
#:property AnalysisLevel=none
#:property TreatWarningsAsErrors=false
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

using var http = new HttpClient { BaseAddress = new Uri(args.Length > 0 ? args[0] : "http://127.0.0.1:8080") };

await SendAsync(HttpMethod.Put, "/v1/items/feather-and-coin", JsonContent.Create(new
{
    prompt = "Which lands first, and why?",
    scale = new { min = 0, max = 2 },
}));

var responses = new StringBuilder();
var scores = new StringBuilder("id,prediction\n");
foreach (var n in Enumerable.Range(1, 120))
{
    responses.AppendLine(new JsonObject
    {
        ["responseId"] = $"r{n}",
        ["itemId"] = "feather-and-coin",
        ["studentId"] = $"s{n}",
        ["text"] = $"Answer {n}: they land together, there is no air.",
        ["humanScore"] = n / 2 % 3,
        ["groups"] = new JsonObject { ["gender"] = n % 2 == 0 ? "female" : "male" },
    }.ToJsonString());
    scores.Append(FormattableString.Invariant($"r{n},{n / 2 % 3}.{n % 5}\n"));
}
await SendAsync(HttpMethod.Post, "/v1/responses", new StringContent(responses.ToString(), Encoding.UTF8, "application/x-ndjson"));
await SendAsync(
    HttpMethod.Post, "/v1/scores?item=feather-and-coin&scorer=vendor&responseId=id&score=prediction",
    new StringContent(scores.ToString(), Encoding.UTF8, "text/csv"));

var audit = await SendAsync(HttpMethod.Post, "/v1/audits", JsonContent.Create(new
{
    items = new[] { "feather-and-coin" },
    attribute = "gender",
    scorers = new[] { new { kind = "external", scorer = "vendor" } },
}));
while ((string)audit["status"]! is "queued" or "training" or "evaluating")
{
    await Task.Delay(500);
    audit = await SendAsync(HttpMethod.Get, $"/v1/audits/{audit["auditId"]}");
}
var report = await SendAsync(HttpMethod.Get, $"/v1/audits/{audit["auditId"]}/report");
foreach (var answer in report["summary"]!.AsArray())
{
    Console.WriteLine($"{answer!["question"]}: {answer["verdict"]}. {answer["sentence"]}");
}

async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? body = null)
{
    using var response = await http.SendAsync(new HttpRequestMessage(method, path) { Content = body });
    var answer = await response.Content.ReadAsStringAsync();
    return response.IsSuccessStatusCode
        ? JsonNode.Parse(answer)!
        : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {answer}");
}
