using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using ScoringFairness.Scoring.Chat.Transport;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Scorers.Chat;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>The section Chat of the settings.</summary>
public sealed class ChatSettingsTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["Chat:Endpoints:e:BaseAddress"] = "https://api.example/v1",
        ["Chat:Endpoints:e:Models:0:Name"] = "m",
        ["Chat:Endpoints:e:Models:0:InputPerMillion"] = "0.15",
        ["Chat:Endpoints:e:Models:0:OutputPerMillion"] = "0.6",
    };

    [Fact]
    public void Defaults_are_those_that_the_documents_tell()
    {
        var endpoint = Read().Find("e")!;
        Assert.Equal(
            (4, 60, 6, 15, 20),
            (endpoint.Concurrency, endpoint.Timeout.TotalSeconds, endpoint.Attempts, endpoint.Poll.TotalSeconds, endpoint.LogProbabilities));
        Assert.Equal(("USD", null), (Read().Currency, Read().BudgetOf("default")));
        Assert.Equal(5, Read(("Chat:MonthlyBudget", "20"), ("Chat:MonthlyBudgets:small", "5")).BudgetOf("small"));
        Assert.Equal(0.15m * 2 + 0.6m, endpoint.Find("m")!.Price(2_000_000, 1_000_000, isTuned: true));
    }

    [Theory]
    [InlineData("Chat:Endpoints:e:BaseAddress", "api.example")]
    [InlineData("Chat:Endpoints:e:BaseAddress", "http://api.example/v1")]
    [InlineData("Chat:Endpoints:e:Models:0:Name", "")]
    [InlineData("Chat:Endpoints:e:Models:0:InputPerMillion", "-1")]
    [InlineData("Chat:Endpoints:e:Models:0:OutputPerMillion", null)]
    [InlineData("Chat:Endpoints:e:Models:0:TrainingPerMillion", "much")]
    [InlineData("Chat:Endpoints:e:Models:0:Schema", "maybe")]
    [InlineData("Chat:Endpoints:e:Concurrency", "0")]
    [InlineData("Chat:Endpoints:e:TimeoutSeconds", "0")]
    [InlineData("Chat:Endpoints:e:LogProbabilities", "21")]
    [InlineData("Chat:MonthlyBudget", "a lot")]
    public void What_cannot_be_keeps_the_program_from_starting_and_is_named(string name, string? value)
    {
        var exception = Assert.Throws<SettingException>(() => Read((name, value)));
        Assert.Contains(name.Replace(":Name", "", StringComparison.Ordinal), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_a_minute_are_let_through_second_by_second()
    {
        using var limits = new ChatLimits(Read(("Chat:Endpoints:e:TokensPerMinute", "6000")).Find("e")!);
        var clock = Stopwatch.StartNew();
        // A full minute's may go at once; then 100 a second.
        for (var tokens = 0; tokens < 6_150; tokens += 50) (await limits.EnterAsync(50, TestContext.Current.CancellationToken)).Dispose();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 4);
    }

    private static ChatSettings Read(params (string Name, string? Value)[] changes)
    {
        var all = new Dictionary<string, string?>(Sound);
        foreach (var (name, value) in changes) all[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(all).Build().Read<ChatSettings>();
    }
}
