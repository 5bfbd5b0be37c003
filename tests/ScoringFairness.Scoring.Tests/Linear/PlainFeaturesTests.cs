using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Tests.Linear;

public sealed class PlainFeaturesTests
{
    [Theory]
    [InlineData("A cup falls. It breaks, then.", 0, 0, 0)]
    [InlineData("a cup falls. it breaks then", 2, 0, 0)]
    [InlineData("Then i fell and i'm up.", 0, 1, 0)]
    [InlineData("Yes ,no,maybe .", 0, 0, 3)]
    [InlineData("", 0, 0, 0)]
    public void Slips_of_writing_are_counted_for_each_word(string text, int small, int lonely, int spacing)
    {
        var features = PlainFeatures.Of(text);
        Assert.Equal(PlainFeatures.Count, features.Length);
        var words = Math.Max(1, text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetter)));
        Assert.Equal([small, lonely, spacing], features[^3..].Select(share => (int)Math.Round(share * words)));
    }
}
