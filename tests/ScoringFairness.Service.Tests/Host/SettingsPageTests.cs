using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The page of all settings, beside the classes that read them.</summary>
public sealed partial class SettingsPageTests
{
    /// <summary>Variables without parts, which stand in no section.</summary>
    private static readonly string[] Variables = ["URLS", "PORT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    private static readonly Dictionary<string, string> Rows = Row()
        .Matches(File.ReadAllText(Path.Combine(Checkout.Folder, "src", "ScoringFairness.Service", "docs", "operation.md")))
        .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["default"].Value);

    [Fact]
    public async Task Every_setting_stands_on_the_page_with_its_default_and_no_other()
    {
        await using var application = WebService.Build(["--ConnectionStrings:Database=Host=127.0.0.1;Database=none"]);
        var sections = application.Services.GetServices<KnownSection>().ToList();
        var known = sections.SelectMany(section => section.Shape.Names(section.Name)).Select(name => name.Replace(":", "__", StringComparison.Ordinal));
        Assert.Equal(known.Concat(Variables).Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(sections.SelectMany(section => Defaults(section.Name, section.Shape)), setting => Assert.Equal($"`{setting.Default}`", Rows[setting.Name]));
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

    /// <summary>The values that settings have where nothing is set.</summary>
    private static IEnumerable<(string Name, string Default)> Defaults(string path, SettingShape shape, object? value = null) => shape switch
    {
        SectionShape section => section.Properties
            .SelectMany(property => Defaults(
                $"{path}__{property.Name}", property.Shape, property.Property.GetValue(value ??= Activator.CreateInstance(section.Type))))
            .Concat(section.Entry is { } entry ? Defaults($"{path}__<name>", entry) : []),
        NamedShape { Element: SectionShape } named => Defaults($"{path}__<{named.Noun}>", named.Element),
        ListShape { Element: SectionShape } list => Defaults($"{path}__<n>", list.Element),
        ValueShape when value is bool yes => [(path, yes ? "true" : "false")],
        ValueShape when value is not (null or "") && !path.EndsWith(nameof(TrainingSettings.ResumeRoot), StringComparison.Ordinal) =>
            [(path, Convert.ToString(value, CultureInfo.InvariantCulture)!)],
        _ => [],
    };

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+__[^`]+|[A-Z_]+)` \| (?<default>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
