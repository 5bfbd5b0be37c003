using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Tests.Scorers;

/// <summary>A kind of scorer that the program does not have is one registration away from requests, fits, reports and the form.</summary>
public sealed class OwnKindTests : IAsyncLifetime
{
    private const string Design = """{"kind":"constant","name":"constant","splits":["mixed","only:male"],"level":null}""";
    private readonly RunningService _service = new() { More = services => services.AddSingleton<IScorerKind, ConstantKind>() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        await _service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=a&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(72, levels: 3), "text/csv");
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task It_is_asked_for_planned_trained_and_reported_like_those_of_the_program()
    {
        var audit = await _service.Http.AuditAsync(Request(
            """{ "kind": "constant", "splits": ["mixed", "only:male"] }, { "kind": "linear", "splits": ["mixed"] }"""));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(Design, audit["request"]!["scorers"]![0]!.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal(4, fits.Count(fit => (string)fit!["scorer"]! == "constant" && (string)fit["status"]! == "done"));
        var report = await _service.Http.ReadAsync($"/v1/audits/{id}/report");
        Assert.Equal("Scorer 'constant' (the commonest level for all) reads nothing.", (string)Warning(report)["message"]!);
        var accuracy = report["measures"]!.AsArray().First(row =>
            (string)row!["measure"]! == "accuracy" && (string)row["scorer"]! == "constant" && (string)row["split"]! == "mixed" && row["group"] is null)!;
        Assert.Equal(1 / 3.0, (double)accuracy["value"]!, 0.02);
        Assert.Contains("reads nothing", await PageAsync($"/v1/audits/{id}/report.html"), StringComparison.Ordinal);
        Assert.Contains("the commonest level for all, splits mixed, only:male", await PageAsync($"/audits/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_offers_it_and_starts_an_audit_of_it()
    {
        var page = await PageAsync("/audits/new");
        Assert.Contains("name=\"constant\" value=\"constant\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"constantLevel\"", page, StringComparison.Ordinal);
        using var wrong = await SendAsync("2.5");
        Assert.Contains(
            "constantLevel: &#x27;2.5&#x27; is not a number that fits here.",
            await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var sent = await SendAsync("1");
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync(Cancellation));
        var audit = await _service.Http.WaitAsync((string)(await _service.Http.ReadAsync("/v1/audits"))["items"]![0]!["auditId"]!);
        Assert.Equal(("completed", 1), ((string)audit["status"]!, (int)audit["request"]!["scorers"]![0]!["level"]!));
        Assert.Equal(1, await _service.Database.ScalarAsync<short>("select distinct level from out_of_fold_scores"));

        async Task<HttpResponseMessage> SendAsync(string level)
        {
            using var form = new FormUrlEncodedContent(
                [
                    new("items", "a"), new("attribute", "gender"), new("constant", "constant"), new("constantLevel", level),
                    new("folds", "2"), new("bootstrap", "100"),
                ]);
            return await _service.Http.PostAsync(new Uri("/audits", UriKind.Relative), form, Cancellation);
        }
    }

    [Theory]
    [InlineData("""{ "kind": "constant", "level": -1 }""", "level is below 0.")]
    [InlineData("""{ "kind": "constant", "epochs": 2 }""", "options such as epochs belong to kinds bert, nasBert and chat; leave them out.")]
    [InlineData("""{ "kind": "linear", "level": 1 }""", "options such as level belong to kind constant; leave them out.")]
    [InlineData(
        """{ "kind": "oracle" }""",
        "chat (a chat model at an endpoint that is configured here), external (scores sent before) and constant (one score for all).")]
    public async Task Its_options_are_its_own(string scorer, string words)
    {
        var (status, problem) = await _service.Http.SendAsync(HttpMethod.Post, "/v1/audits", Request(scorer));
        Assert.Equal(400, status);
        Assert.EndsWith(words, (string)problem!["errors"]!["/scorers/0"]!.AsArray().Single()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_api_has_it()
    {
        var scorers = (await _service.Http.ReadAsync("/swagger/v1/swagger.json"))["components"]!["schemas"]!["ScorerRequest"]!;
        Assert.Equal("#/components/schemas/ConstantRequest", (string)scorers["discriminator"]!["mapping"]!["constant"]!);
    }

    private static string Request(string scorers) =>
        $$"""{ "items": ["a"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 10, "scorers": [ {{scorers}} ] }""";

    private static JsonNode Warning(JsonNode report) => report["warnings"]!.AsArray().Single(warning => (string)warning!["code"]! == "constantScorer")!;

    private Task<string> PageAsync(string path) => _service.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
}
