using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>A setting under a name that no setting has would be read by nobody: it stops the start, wherever it stands.</summary>
public sealed class UnknownSettingTests
{
    private const string Nobody = "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing";

    public static TheoryData<string> Sections =>
        [
            "Access", "Chat", "ConnectionStrings", "Engines", "Evaluations", "Logging", "NasBert", "Privacy", "Reports", "Schedules", "Studies", "Torch",
            "Training", "Uploads", "Webhooks", "Worker",
        ];

    [Fact]
    public async Task Every_section_is_tried()
    {
        await using var application = WebService.Build([$"--ConnectionStrings:Database={Nobody}"]);
        var known = application.Services.GetServices<KnownSection>().Select(section => section.Name);
        Assert.Equal(Sections.Select(row => row.Data), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_section_refuses_a_name_that_it_does_not_have_and_tells_those_that_it_has(string section)
    {
        var reason = Refusal($"{section}:Xyzzy", "1");
        Assert.StartsWith($"There is no setting {section}:Xyzzy. {section} has ", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Privacy:TextKey:0", "There is no setting Privacy:TextKey; did you mean Privacy:TextKeys? Privacy has TextKeys, SweepMinutes.")]
    [InlineData("Chat:MonthlyBudgt", "did you mean Chat:MonthlyBudget?")]
    [InlineData("Chat:Endpoint:e:BaseAddress", "There is no setting Chat:Endpoint; did you mean Chat:Endpoints?")]
    [InlineData("Chat:Endpoints:e:Timeout", "did you mean Chat:Endpoints:e:TimeoutSeconds? Chat:Endpoints:e has BaseAddress, ApiKey, ")]
    [InlineData("Chat:Endpoints:e:Models:0:InputPerMilion", "did you mean Chat:Endpoints:e:Models:0:InputPerMillion?")]
    [InlineData("Engines:vendor:Comand", "did you mean Engines:vendor:Command? Engines:vendor has Command, ")]
    [InlineData("Webhooks:ops:Sceret", "did you mean Webhooks:ops:Secret? Webhooks:ops has Url, Secret, Organisations.")]
    [InlineData("Webhooks:RetrySecnds", "did you mean Webhooks:RetrySeconds? Webhooks has RetrySeconds, <name>:Url, ")]
    [InlineData("Logging:LogLevl:Default", "did you mean Logging:LogLevel?")]
    [InlineData("Chats:Currency", "did you mean the section Chat? The sections are Access, Chat, ConnectionStrings, ")]
    [InlineData("Privayc:SweepMinutes", "did you mean the section Privacy?")]
    [InlineData("Privacyy:TextKeys:0", "did you mean the section Privacy?")]
    [InlineData("Workr:ParallelFit", "did you mean the section Worker?")]
    [InlineData("Webhook:ops:Url", "did you mean the section Webhooks?")]
    [InlineData("ConnectionString:Database", "did you mean the section ConnectionStrings?")]
    [InlineData("Logging:Console:FormatterOptions:TimeStampFormt", "did you mean Logging:Console:FormatterOptions:TimestampFormat?")]
    [InlineData("Engines:vendor:Command:1", "Engines:vendor:Command:0 is missing, and there is Engines:vendor:Command:1: Engines:vendor:Command is a list")]
    [InlineData("Privacy:TextKeys:2", "Privacy:TextKeys:0 is missing, and there is Privacy:TextKeys:2")]
    public void A_slip_is_recognised_at_any_depth(string name, string told) => Assert.Contains(told, Refusal(name, "1"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Privacy:TextKeys", "Privacy:TextKeys is a list, numbered from Privacy:TextKeys:0")]
    [InlineData("Privacy:TextKeys:first", "Privacy:TextKeys is a list, numbered from Privacy:TextKeys:0")]
    [InlineData("Chat:MonthlyBudget:small", "There is no setting Chat:MonthlyBudget:small: Chat:MonthlyBudget takes one value.")]
    [InlineData("Chat:MonthlyBudgets", "Chat:MonthlyBudgets has a value of its own: set Chat:MonthlyBudgets:<organisation>.")]
    [InlineData("Engines:vendor:Options:a:b", "Engines:vendor:Options:a takes one value")]
    public void A_value_at_the_wrong_depth_is_not_passed_over(string name, string told)
    {
        var reason = Refusal(name, "a-value-of-its-own");
        Assert.Contains(told, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("a-value-of-its-own", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Worker:ParallelFits", "", "Worker:ParallelFits is ''; set a whole number, 1 to 256, or leave it out.")]
    [InlineData("Worker:PollSeconds", "NaN", "Worker:PollSeconds is 'NaN'; set a number, 0.05 to 60.")]
    [InlineData("Access:OpenBeyondLoopback", "ja", "Access:OpenBeyondLoopback is 'ja'; set true or false.")]
    [InlineData("Torch:Precision", "7", "Torch:Precision is '7'; set Float32 or BFloat16.")]
    [InlineData("Chat:MonthlyBudgets:small", "-1", "Chat:MonthlyBudgets:small is '-1'; set an amount of money, 0 or more.")]
    [InlineData("Webhooks:RetrySeconds", "-1", "Webhooks:RetrySeconds is '-1'; set a number, 0 to 86400.")]
    [InlineData("Logging:Console:FormatterName", "jsno", "Logging:Console:FormatterName is 'jsno'; set json, simple or systemd.")]
    public void A_value_that_cannot_be_is_told_with_what_to_set_instead(string name, string value, string told) => Assert.Equal(told, Refusal(name, value));

    [Theory]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    [InlineData("Cache:Size")]
    [InlineData("Worker")]
    [InlineData("Chats")]
    [InlineData("Ports:Http")]
    [InlineData("Touch:X")]
    [InlineData("Work:X")]
    [InlineData("Webhook:Port")]
    [InlineData("ConnectionStrings:Database_ProviderName")]
    [InlineData("Logging:Console:FormatterOptions:JsonWriterOptions:Indented")]
    public async Task What_is_no_setting_of_the_program_is_let_be(string name)
    {
        await using var application = WebService.Build([$"--ConnectionStrings:Database={Nobody}", $"--{name}=true"]);
        Assert.NotNull(application);
    }

    [Fact]
    public void Entries_of_the_operators_own_stand_beside_a_sections_settings()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhooks:RetrySeconds"] = "5",
            ["Webhooks:Named:Url"] = "https://one.example",
            ["Webhooks:Named:Secret"] = "a secret of 24 bytes or more",
            ["Webhooks:Named:Organisations:0"] = "o",
        }).Build().Read<WebhookSettings>();
        Assert.Equal(5, settings.RetrySeconds);
        var (name, webhook) = Assert.Single(settings.Named);
        Assert.Equal(("Named", "https://one.example"), (name, webhook.Url));
        Assert.Equal(["o"], webhook.Organisations!);
    }

    [Theory]
    [InlineData("serve --no-worker")]
    [InlineData("work --queues fits")]
    [InlineData("keys list")]
    public async Task Every_verb_that_reads_settings_ends_with_a_sentence_in_the_spelling_of_the_environment(string verb)
    {
        var (status, output, error) = await ServiceProcess.RunAsync(verb, Nobody, ("Privacy__TextKey__0", "a-key-of-nobodys"));
        Assert.Equal((1, ""), (status, output));
        Assert.Equal("There is no setting Privacy__TextKey; did you mean Privacy__TextKeys? Privacy has TextKeys, SweepMinutes.", error.TrimEnd());
    }

    private static string Refusal(string name, string value) =>
        Assert.Throws<SettingException>(() => WebService.Build([$"--ConnectionStrings:Database={Nobody}", $"--{name}={value}"])).Message;
}
