using System.Globalization;
using System.Text.RegularExpressions;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scorers.Engine;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The page of all settings, beside the classes that read them.</summary>
public sealed partial class SettingsPageTests
{
    /// <summary>Sections whose names are the client's own are read by hand.</summary>
    private static readonly Type[] ByName = [typeof(ChatSettings), typeof(EngineSettings), typeof(WebhookSettings)];

    private static readonly string[] ChatEndpoint =
    [
        "BaseAddress", "ApiKey", "AllowHttp", "Concurrency", "RequestsPerMinute", "TokensPerMinute", "TimeoutSeconds", "Attempts", "BackoffSeconds",
        "PollSeconds", "LongestTuningSeconds", "LogProbabilities",
    ];

    private static readonly string[] ChatModel =
        ["Name", "InputPerMillion", "OutputPerMillion", "TrainingPerMillion", "TunedInputPerMillion", "TunedOutputPerMillion", "Schema"];

    private static readonly string[] Named =
    [
        "ConnectionStrings__Database", "URLS", "PORT", "OTEL_EXPORTER_OTLP_ENDPOINT", "Logging__LogLevel__Default", "Logging__Console__FormatterName",
        "Engines__<name>__Command", "Engines__<name>__TimeoutSeconds", "Engines__<name>__MemoryMiB", "Engines__<name>__Environment__<variable>",
        "Engines__<name>__Options__<option>", "Webhooks__<name>__Url", "Webhooks__<name>__Secret", "Webhooks__<name>__Organisations__<n>", "Webhooks__RetrySeconds",
        .. ChatEndpoint.Select(name => $"Chat__Endpoints__<name>__{name}"), .. ChatModel.Select(name => $"Chat__Endpoints__<name>__Models__<n>__{name}"),
        "Chat__Currency", "Chat__MonthlyBudget", "Chat__MonthlyBudgets__<organisation>", "Chat__CleanupSeconds",
    ];

    private static readonly Dictionary<string, string> Rows = Row()
        .Matches(File.ReadAllText(Path.Combine(Checkout.Folder, "src", "ScoringFairness.Service", "docs", "operation.md")))
        .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["default"].Value);

    [Fact]
    public void Every_setting_stands_on_the_page_with_its_default_and_no_other()
    {
        var known = new List<string>(Named);
        foreach (var (section, type) in Sections())
        {
            var defaults = Activator.CreateInstance(type);
            foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            {
                var name = $"{section}__{property.Name}{(property.PropertyType.IsArray ? "__<n>" : "")}";
                known.Add(name);
                Assert.True(Rows.TryGetValue(name, out var told), $"docs/operation.md lacks a row for {name}.");
                if (property.GetValue(defaults) is { } value and not ("" or Array) && property.Name != nameof(TrainingSettings.ResumeRoot))
                {
                    var text = value is bool yes ? (yes ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
                    Assert.Equal($"`{text}`", told);
                }
            }
        }
        Assert.Empty(Rows.Keys.Except(known));
        Assert.Empty(known.Except(Rows.Keys));
    }

    [Fact]
    public void What_the_readme_says_of_a_setting_is_what_the_page_says()
    {
        var readme = Row().Matches(File.ReadAllText(Path.Combine(Checkout.Folder, "README.md")));
        Assert.True(readme.Count > 5);
        Assert.All(readme, row => Assert.Equal(Rows[row.Groups["name"].Value], row.Groups["default"].Value));
    }

    [Theory]
    [InlineData("--Worker:ParalelFits=2", "ParalelFits")]
    [InlineData("--Worker:ParallelFits=two", "ParallelFits")]
    [InlineData("--Worker:Queues=fits,gpu", "Worker:Queues is 'fits,gpu'")]
    [InlineData("--Training:ModelRoot=/nowhere/models", "Training__ModelRoot is '/nowhere/models'")]
    [InlineData("--Training:ResumeSeconds=-1", "ResumeSeconds")]
    [InlineData("--Access:Brust=3", "Brust")]
    [InlineData("--Torch:Device=tpu", "Torch__Device: 'tpu'")]
    [InlineData("--Torch:Precision=half", "Torch:Precision")]
    [InlineData("--Torch:Divice=cpu", "Divice")]
    public async Task A_setting_that_cannot_be_is_refused_at_the_start_in_a_sentence(string setting, string named)
    {
        await using var service = new RunningService { Settings = [setting] };
        var refusal = await Assert.ThrowsAnyAsync<Exception>(async () => await service.InitializeAsync());
        var reason = StartFailure.Explain(refusal);
        Assert.NotNull(reason);
        Assert.Contains(named, reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
    }

    private static IEnumerable<(string Section, Type Type)> Sections() =>
        from type in typeof(WebService).Assembly.GetTypes()
        where type.Name.EndsWith("Settings", StringComparison.Ordinal) && !ByName.Contains(type) && type != typeof(HubSettings)
        let name = type.Name[..^"Settings".Length]
        select (name switch { "Queue" => "Worker", "Report" => "Reports", "Schedule" => "Schedules", _ => name }, type);

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+__[^`]+|[A-Z_]+)` \| (?<default>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
