using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Statistics.Tests.Tables;

/// <summary>Which words move mean scores.</summary>
public sealed class WordTablesTests
{
    [Fact]
    public void A_word_s_mean_is_over_all_responses_of_a_group_and_its_difference_is_that_of_the_means()
    {
        // Every response of a holds "sun" with 0, .1, .2, .3 in turn; every one of b with .05 more; half of a hold "rain" with −.4.
        var tables = Of([.. Enumerable.Range(0, 80).Select(at => Text(
            at, at < 40 ? "a" : "b",
            [("sun", at % 4 * 0.1 + (at < 40 ? 0 : 0.05)), .. at < 40 && at % 2 == 0 ? [("rain", -0.4)] : Array.Empty<(string, double)>()]) with
        {
            Rest = at < 40 ? 1 : 3,
        })]);
        Assert.Equal([("a", 40, 40), ("b", 40, 40)], tables.Groups.Select(group => (group.Group, (int)group.N, (int)group.Students)));
        var words = tables.Words("a");
        Assert.Equal(["rain", "sun"], words.Select(word => word.Word).Order());
        var sun = words.Single(word => word.Word == "sun");
        // Deviation of 0, .1, .2, .3 ten times each is √(.5/39), Student's t of 39 degrees 2.0227 and of 78 1.9908 (tables).
        var error = Math.Sqrt(0.5 / 39 / 40);
        Assert.Equal(0.15, sun.Groups[0].Mean, 1e-9);
        Assert.Equal(0.15 - 2.0227 * error, sun.Groups[0].Low!.Value, 1e-5);
        Assert.Equal((40L, 40L), (sun.Groups[0].N, sun.Groups[0].Students));
        var contrast = Assert.Single(sun.Contrasts);
        Assert.Equal("a-b", contrast.Contrast);
        Assert.Equal(-0.05, contrast.Value, 1e-9);
        Assert.Equal(-0.05 + 1.9908 * error * Math.Sqrt(2), contrast.High!.Value, 1e-5);
        // All words: .15 − .2 less .2; the rest of a is 1, of b 3.
        Assert.Equal([("words", -0.25), ("rest", -2.0)], tables.Parts("a").Select(part => (part.Part, Math.Round(part.Contrasts[0].Value, 9))));
        var rain = words.Single(word => word.Word == "rain");
        Assert.Equal(-0.2, Assert.Single(rain.Groups).Mean, 1e-9);
        Assert.Equal(20L, rain.Groups[0].N);
        Assert.Empty(rain.Contrasts);
    }

    [Fact]
    public void A_word_of_too_few_students_is_told_of_no_group_however_many_responses_hold_it_and_a_small_group_has_none()
    {
        // Nine students of a wrote "maria" four times each, ten wrote "river"; all five of c wrote "sky".
        List<AttributedText> texts =
        [
            .. Enumerable.Range(0, 36).Select(at => Text(at % 9, "a", [("maria", 5)])),
            .. Enumerable.Range(0, 10).Select(at => Text(100 + at, "a", [("river", 0.1)])),
            .. Enumerable.Range(0, 40).Select(at => Text(200 + at, "b", [("maria", 1), ("river", 0.1)])),
            .. Enumerable.Range(0, 5).Select(at => Text(300 + at, "c", [("sky", 9)])),
        ];
        var tables = Of(texts);
        Assert.Equal(["a", "b"], tables.Groups.Select(group => group.Group));
        var words = tables.Words("a");
        Assert.Equal(["b"], words.Single(word => word.Word == "maria").Groups.Select(group => group.Group));
        Assert.Empty(words.Single(word => word.Word == "maria").Contrasts);
        Assert.Equal(["a", "b"], words.Single(word => word.Word == "river").Groups.Select(group => group.Group));
        Assert.DoesNotContain(words, word => word.Word == "sky");
        Assert.Equal(10L, words.Single(word => word.Word == "river").Groups[0].N);
        // The same of nine students is told of nobody.
        Assert.DoesNotContain(
            Of([.. texts.Where(text => text.Student != 100)]).Words("a"), word => word.Word == "river" && word.Groups.Any(one => one.Group == "a"));
    }

    [Fact]
    public void Responses_of_one_student_hang_together_and_most_words_are_left_out()
    {
        var alone = Of([.. Enumerable.Range(0, 40).Select(at => Text(at, "a", [("sun", at % 4)]))]).Words("a")[0].Groups[0];
        var together = Of([.. Enumerable.Range(0, 160).Select(at => Text(at / 4, "a", [("sun", at / 4 % 4)]))]).Words("a")[0].Groups[0];
        Assert.Equal((40L, 160L, 40L), (alone.N, together.N, together.Students));
        Assert.Equal(alone.High!.Value - alone.Low!.Value, together.High!.Value - together.Low!.Value, 1e-9);

        var many = Of([.. Enumerable.Range(0, 40).Select(at => Text(at, at % 2 == 0 ? "a" : "b", [.. Enumerable.Range(0, 200).Select(word => (
            $"w{word}", word * 0.01 + (at % 2 == 0 && word == 3 ? 5 : 0)))]))]).Words("a");
        Assert.InRange(many.Count, WordTables.Most, 2 * WordTables.Most);
        Assert.Contains(many, word => word.Word == "w3");
        Assert.Contains(many, word => word.Word == "w199");
        Assert.DoesNotContain(many, word => word.Word == "w150");
    }

    private static WordTables Of(IReadOnlyList<AttributedText> texts) => new(["a", "b", "c"], texts, 0.95, minGroupSize: 10, minCellSize: 10);

    private static AttributedText Text(int student, string group, (string Word, double Value)[] words) =>
        new(student, group, [.. words.Select(word => KeyValuePair.Create(word.Word, word.Value))]);
}
