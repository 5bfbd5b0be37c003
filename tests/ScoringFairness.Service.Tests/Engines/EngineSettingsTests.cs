using Microsoft.Extensions.Configuration;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Scorers.Engine;

namespace ScoringFairness.Service.Tests.Engines;

public sealed class EngineSettingsTests
{
    [Fact]
    public void An_array_is_a_program_with_arguments_and_a_string_a_line_for_the_shell()
    {
        var settings = Read(
            ("a:Command:0", "/opt/a"), ("a:Command:1", "--train it"), ("a:MemoryMiB", "100"), ("a:TimeoutSeconds", "5"),
            ("b:Command", "python3 b.py | tee log"), ("b:Options:depth", "4"), ("b:Environment:KEY", "value"));
        Assert.Equal(["a", "b"], settings.Names);
        var (a, b) = (settings.Find("a")!, settings.Find("b")!);
        Assert.Equal(["/opt/a", "--train it"], a.Command);
        Assert.Equal((100, 5), (a.MemoryMiB, a.Timeout.TotalSeconds));
        Assert.Equal(["/bin/sh", "-c", "python3 b.py | tee log"], b.Command);
        Assert.Equal(("4", "value"), (b.Options["depth"], b.Environment["KEY"]));
        Assert.Null(settings.Find("c"));
    }

    [Theory]
    [InlineData("x:TimeoutSeconds", "5", "Engines:x:Command")]
    [InlineData("x:Command", " ", "Engines:x:Command")]
    [InlineData("x:Command:0", "", "Engines:x:Command")]
    [InlineData("x:MemoryMiB", "much", "Engines:x:MemoryMiB is 'much'")]
    [InlineData("x:TimeoutSeconds", "0", "Engines:x:TimeoutSeconds is '0'")]
    public void A_setting_that_cannot_be_is_named(string key, string value, string named)
    {
        (string, string)[] command = named.Contains("Command", StringComparison.Ordinal) ? [] : [("x:Command", "true")];
        var exception = Assert.Throws<SettingException>(() => Read([.. command, (key, value)]));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private static EngineSettings Read(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Engines:{one.Key}", (string?)one.Value))).Build()
            .Read<EngineSettings>();
}
