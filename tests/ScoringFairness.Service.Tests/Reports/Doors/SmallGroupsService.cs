using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Tests.Schedules;

namespace ScoringFairness.Service.Tests.Reports.Doors;

/// <summary>
/// A service with students of which some groups have very few: of 241 one is nonbinary and alone has the score 3, six speak Klingon,
/// six and one are of two small nations; audited by each attribute, by scores from outside and by a trained scorer.
/// </summary>
public sealed class SmallGroupsService : IAsyncLifetime
{
    public const string Item = "essay";
    public const string OtherItem = "letter";
    public const int Students = 241;

    private readonly List<RunningService> _services = [];

    /// <summary>What a webhook was told.</summary>
    public List<string> Told { get; } = [];

    internal RunningService Service => _services[0];

    public HttpClient Http => Service.Http;

    /// <summary>The audits by what they are by; "trained" and "whole", in which no group is small, are by gender too.</summary>
    public Dictionary<string, string> Audits { get; } = [];

    /// <summary>A key that starts audits and reads nothing.</summary>
    public string AuditKey { get; private set; } = "";

    /// <summary>The rows of an evaluation of the same students.</summary>
    public static string EvaluationRows(string attribute) => "group,humanScore,machineScore\n" + string.Concat(Enumerable.Range(0, Students).Select(student =>
        string.Create(CultureInfo.InvariantCulture, $"{Groups(student)[attribute]},{Score(student)},{Machine(student)}\n")));

    public async ValueTask InitializeAsync()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var service = new RunningService
        {
            Settings =
            [
                $"--Webhooks:ops:Url={receiver.Address}", "--Webhooks:ops:Secret=a secret of more than twenty-four bytes",
                "--Webhooks:RetrySeconds=0.2", "--Schedules:PollSeconds=0.2",
            ],
        };
        _services.Add(service);
        await service.InitializeAsync();
        var (_, admin) = await Http.SendAsync(HttpMethod.Post, "/v1/keys", """{ "name": "first", "roles": ["admin"] }""");
        Http.DefaultRequestHeaders.Add(AccessHandler.Header, (string)admin!["key"]!);
        var (_, audits) = await Http.SendAsync(HttpMethod.Post, "/v1/keys", """{ "name": "audits", "roles": ["audit"] }""");
        AuditKey = (string)audits!["key"]!;
        await UploadAsync();
        const string External = """{ "kind": "external", "scorer": "vendor" }, { "kind": "external", "scorer": "partial" }""";
        foreach (var attribute in (string[])["gender", "language", "nation"])
        {
            await AuditAsync(attribute, $$"""
                { "items": ["{{Item}}"], "attribute": "{{attribute}}", "minGroupSize": 2, "bootstrap": 100, "scorers": [{{External}}] }
                """);
        }
        await AuditAsync("trained", $$"""
            { "items": ["{{Item}}", "{{OtherItem}}"], "attribute": "gender", "reference": "male", "focal": "female", "bootstrap": 100,
              "scorers": [ { "kind": "linear" }, { "kind": "external", "scorer": "vendor" } ] }
            """);
        await AuditAsync("whole", $$"""
            { "items": ["{{OtherItem}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        await ScheduleAsync();
        await Patience.UntilAsync(() => Task.FromResult(!receiver.Received.IsEmpty));
        Told.AddRange(receiver.Received.Select(message => message.Body));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }
    }

    private async Task AuditAsync(string name, string request)
    {
        var audit = await Http.AuditAsync(request);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Audits[name] = (string)audit["auditId"]!;
    }

    private async Task UploadAsync()
    {
        var rows = new StringBuilder("responseId,itemId,studentId,text,humanScore,gender,language,nation\n");
        var scores = new StringBuilder("scorer,itemId,responseId,score\n");
        for (var student = 0; student < Students; student++)
        {
            var groups = Groups(student);
            var labels = $"{groups["gender"]},{groups["language"]},{groups["nation"]}";
            var text = string.Create(
                CultureInfo.InvariantCulture, $"Student {student} says {Words[Score(student)]} things and {student * 7} more words about it");
            rows.Append(
                CultureInfo.InvariantCulture, $"r{student},{Item},s{student},{(student == Students - 1 ? text[..20] : text)},{Score(student)},{labels}\n");
            scores.Append(CultureInfo.InvariantCulture, $"vendor,{Item},r{student},{(student % 30 == 5 ? 7 : Machine(student))}\n");
            if (student < Students - 1 && groups["nation"] != "Vulcan")
            {
                scores.Append(CultureInfo.InvariantCulture, $"partial,{Item},r{student},{Machine(student)}\n");
            }
            // Nobody who speaks Klingon, and nobody nonbinary, answered the other item.
            if (student < 120)
            {
                rows.Append(CultureInfo.InvariantCulture, $"l{student},{OtherItem},s{student},Letter {student}: {text},{Score(student)},{labels}\n");
                scores.Append(CultureInfo.InvariantCulture, $"vendor,{OtherItem},l{student},{Machine(student)}\n");
            }
        }
        var (status, answer) = await Http.SendAsync(
            HttpMethod.Post, "/v1/responses?createItems=true&scaleMin=0&scaleMax=3&groups=gender,language,nation", rows.ToString(), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        (status, answer) = await Http.SendAsync(HttpMethod.Post, "/v1/scores", scores.ToString(), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
    }

    /// <summary>A run of a schedule whose verdicts are others than it remembers.</summary>
    private async Task ScheduleAsync()
    {
        var (status, view) = await Http.SendAsync(
            HttpMethod.Put, "/v1/schedules/nightly",
            $$"""
            { "cron": "0 3 1 1 *", "webhook": "ops",
              "audit": { "items": ["{{Item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] } }
            """);
        Assert.True(status == 201, view?.ToJsonString());
        var verdicts = new JsonObject(
            from question in (string[])["bias", "disparity", "fairness"]
            from contrast in (string[])["male-female", "female-male", "male-nonbinary", "female-nonbinary"]
            select KeyValuePair.Create($"{question} | vendor | {contrast}", (JsonNode?)"changed"));
        await Service.Database.ScalarAsync<object>($"update schedules set verdicts = '{verdicts.ToJsonString()}', next_at = now()");
    }

    private static readonly string[] Words = ["wrong", "partly right", "right", "splendid"];

    private static Dictionary<string, string> Groups(int student) => new()
    {
        ["gender"] = student == Students - 1 ? "nonbinary" : student % 2 == 0 ? "male" : "female",
        ["language"] = student is >= 200 and < 206 ? "Klingon" : "English",
        ["nation"] = student is >= 200 and < 206 ? "Kronos" : student == 230 ? "Vulcan" : student % 3 == 0 ? "Mars" : "Terra",
    };

    private static int Score(int student) => student == Students - 1 ? 3 : student / 2 % 3;

    private static int Machine(int student) => student % 7 == 0 ? (Score(student) + 1) % 4 : Score(student);
}
