using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Counts of words that leave the service.</summary>
public sealed class SuppressedWordsTests
{
    [Theory]
    [InlineData(20, 20, true)]
    [InlineData(50, 50, true)]
    [InlineData(40, 40, true)]
    [InlineData(41, 41, false)]
    [InlineData(49, 49, false)]
    [InlineData(50, 45, false)]
    public void A_word_that_hardly_anybody_left_out_is_told_without_how_many_did_not(int responses, int students, bool isTold)
    {
        var table = new WordTable
        {
            ItemId = "one",
            Scorer = "linear",
            Method = "weights",
            Groups = [new("a", 50, 50)],
            Parts = [],
            Words = [new MovingWord { Word = "the", Groups = [new("a", responses, students, 0.1, 0, 0.2)], Contrasts = [] }],
        };
        var told = SuppressedWords.Of(table, 10).Words[0].Groups[0];
        Assert.Equal(isTold, told.N is not null);
        Assert.Equal(isTold, told.Students is not null);
        Assert.Equal(0.1, told.Mean);
    }
}
