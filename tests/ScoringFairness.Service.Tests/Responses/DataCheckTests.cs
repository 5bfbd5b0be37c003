using System.Globalization;
using System.Text;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Responses.Checks;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>What about the data may mislead an audit.</summary>
public sealed class DataCheckTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Essay = "The feather and the coin land at the same time because there is no air in the tube that could slow the feather down";

    [Fact]
    public async Task Nearly_the_same_texts_of_different_students_are_found_and_others_are_not()
    {
        SampledText Text(string id, string? student, string text) => new() { ResponseId = id, StudentId = student, Text = text };
        var found = await NearDuplicates.FindAsync(((SampledText[])
        [
            Text("a", "s1", Essay), Text("b", "s2", Essay.ToUpperInvariant() + "!"), Text("c", "s1", Essay), Text("d", null, Essay + " I think"),
            Text("e", "s3", "The coin is heavier and so it falls faster than the feather, which is light and floats"),
            Text("f", "s4", "no air"), Text("g", "s5", "no air"),
        ]).ToAsyncEnumerable());
        Assert.Equal(5, found.Compared);
        Assert.Equal(4, found.Responses);
        Assert.DoesNotContain(found.Pairs, pair => (pair.ResponseId, pair.OtherResponseId) == ("a", "c"));
        Assert.All(found.Pairs, pair => Assert.InRange(pair.Likeness, NearDuplicates.Threshold, 1));
    }

    [Fact]
    public void Of_very_long_texts_a_sample_is_kept_and_their_likeness_is_near()
    {
        string Words(int from, int count) => string.Join(' ', Enumerable.Range(from, count).Select(word => $"w{word}"));
        var sketch = TextSketch.Of(Words(0, 100_000), 8)!;
        Assert.Equal((TextSketch.MostShingles, true), (sketch.Shingles.Length, sketch.IsCut));
        Assert.Equal(1, sketch.Likeness(TextSketch.Of(Words(0, 100_000), 8)!));
        // 90,000 of 110,000 runs are common.
        Assert.InRange(sketch.Likeness(TextSketch.Of(Words(10_000, 100_000), 8)!), 0.79, 0.85);
        // All runs of the short text, 4,000 of 100,000, stand in the long one.
        Assert.InRange(sketch.Likeness(TextSketch.Of(Words(0, 4_000), 8)!), 0.02, 0.06);
        Assert.Equal(0, sketch.Likeness(TextSketch.Of(Words(200_000, 50_000), 8)!));
    }

    [Theory]
    [InlineData(10, 10, 10, 10, 0)]
    [InlineData(20, 0, 0, 20, 1)]
    [InlineData(30, 10, 10, 30, 0.5)]
    public void Confounding_is_cramers_v(double a, double b, double c, double d, double v) =>
        Assert.Equal(v, DataChecks.CramersV([[a, b], [c, d]])!.Value, 12);

    [Fact]
    public async Task An_item_shows_its_checks_and_an_audit_warns_of_them()
    {
        await UploadAsync("men-mostly", men: 90, women: 30);
        await UploadAsync("women-mostly", men: 30, women: 90);
        var checks = (await service.Http.ReadAsync("/v1/items/men-mostly"))["checks"]!;
        Assert.Equal([3.0], checks["unusedScores"]!.AsArray().Select(score => (double)score!));
        Assert.Equal(2, (double)checks["missingScores"]!.AsArray().Single(one => (string)one!["group"]! == "female")!["scores"]![0]!);
        Assert.Equal(2, (int)checks["nearDuplicates"]!["responses"]!);
        Assert.Equal(0.75, (double)checks["groupShares"]!.AsArray().Single(one => (string?)one!["group"] == "male")!["share"]!);
        var lengths = checks["textLengths"]!.AsArray().ToDictionary(one => (string)one!["group"]!, one => (double)one!["mean"]!);
        Assert.True(lengths["female"] > lengths["male"]);

        foreach (var item in (string[])["men-mostly", "women-mostly"])
        {
            var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, 120).Select(number => $"r{number},{number % 3}\n"));
            await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?item={item}&scorer=m", scores, "text/csv");
        }
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["men-mostly", "women-mostly"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "m" } ] }
            """);
        var codes = audit["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "unusedLevels", "groupMissingAtLevel", "nearDuplicates", "textLength", "groupItemConfounding" }, codes);
        Assert.DoesNotContain("feather", audit["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["mixed"]""", null)]
    [InlineData("""["mixed", "only:male"]""", "90 to 120")]
    [InlineData("""["mixedMatched", "only:female"]""", null)]
    public async Task Unequal_training_sets_are_told_of_where_splits_that_are_audited_differ(string splits, string? sizes)
    {
        var item = $"splits-{sizes?.Length}-{splits.Length}";
        await UploadAsync(item, men: 90, women: 30);
        var audit = await service.Http.AuditAsync(
            $$"""{ "items": ["{{item}}"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": {{splits}} } ] }""");
        var warning = audit["warnings"]!.AsArray().SingleOrDefault(warning => (string)warning!["code"]! == "unequalSplits");
        Assert.Equal(sizes is not null, warning is not null);
        Assert.Contains(sizes ?? "", (string?)warning?["message"] ?? "", StringComparison.Ordinal);
    }

    private async Task UploadAsync(string item, int men, int women)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        for (var number = 0; number < men + women; number++)
        {
            var isMan = number < men;
            var ending = isMan ? "" : "and then goes on for a good while longer";
            var text = number < 2
                ? Essay
                : $"Student {number} of {item} writes {number * 17} about {number * 31} and {number * 7} {ending}{new string('.', number % 5)}";
            csv.Append(CultureInfo.InvariantCulture, $"r{number},s{number},{text},{(isMan ? number % 3 : number % 2)},{(isMan ? "male" : "female")}\n");
        }
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
    }
}
