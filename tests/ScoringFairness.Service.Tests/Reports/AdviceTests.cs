using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>What a report advises belongs to what its cards tell.</summary>
public sealed class AdviceTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Advice_is_about_the_contrasts_of_the_cards()
    {
        // Of the few it would take most responses; the robbed lie furthest from the middle, and the cards tell of them.
        var text = await PageAsync(("middle", 200, 0), ("robbed", 150, 9), ("few", 40, 0));
        Assert.Contains("robbed get the human's score less often than middle", text, StringComparison.Ordinal);
        var advice = text[text.IndexOf("What to do next", StringComparison.Ordinal)..text.IndexOf("Every answer on one axis", StringComparison.Ordinal)];
        Assert.Contains("Bias, middle − robbed", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("few", advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_difference_that_is_shown_within_the_tolerance_is_named_in_what_to_do_next()
    {
        var text = await PageAsync(("boys", 3000, 50), ("girls", 3000, 0));
        Assert.Contains("vendor: it shows a difference in bias (against boys), disparity (against boys)", text, StringComparison.Ordinal);
        Assert.Matches(
            @"A difference in bias \(against boys\), disparity \(against boys\)[^.]* is shown, and it lies within the tolerance; nothing else here speaks "
            + "against vendor", text);
    }

    /// <summary>Groups by name, how many responses they have, and the share of them that loses a point: one of so many, or none.</summary>
    private async Task<string> PageAsync(params (string Group, int N, int OneOf)[] groups)
    {
        var csv = new StringBuilder("group,humanScore,machineScore,scorer\n");
        foreach (var (group, n, oneOf) in groups)
        {
            for (var at = 0; at < n; at++)
            {
                var human = 1 + at % 3;
                var (isRobbed, isOff) = (oneOf > 0 && at / 3 % oneOf == 0, at % 2 == 0 && at % 5 == 0 && n < 1000);
                csv.Append(CultureInfo.InvariantCulture, $"{group},{human},{(isRobbed ? human - 1 : isOff ? 4 - human : human)},vendor\n");
            }
        }
        return EvaluationPage.Text(await service.Http.PageAsync(
            $"/v1/evaluations?bootstrap=200&scaleMin=0&scaleMax=3&reference={groups[0].Group}", csv.ToString()));
    }
}
