using ScoringFairness.Scoring.Swaps;

namespace ScoringFairness.Scoring.Tests.Swaps;

public sealed class WordSwapTests
{
    private static readonly WordSwap Own = new(SwapWords.Words);

    [Theory]
    [InlineData("He said that his mother saw him.", "She said that her mother saw her.")]
    [InlineData("The book is his. That book of his is old.", "The book is hers. That book of hers is old.")]
    [InlineData("HE'S late, and Mr. Smith's sons know it himself", "SHE'S late, and Mrs. Smith's daughters know it herself")]
    [InlineData("She reads.", null)]
    [InlineData("The, here, this, history and mankind hold no such word", null)]
    public void Mens_words_become_womens_in_their_case(string text, string? swapped) => Assert.Equal(swapped, Own.Swap(text, SwapDirection.FirstToSecond));

    [Theory]
    [InlineData("Her teacher told her that the prize was hers.", "His teacher told him that the prize was his.")]
    [InlineData("I saw her, and she gave her a book.", "I saw him, and he gave him a book.")]
    [InlineData("We helped her to find her own sister herself", "We helped him to find his own brother himself")]
    [InlineData("HER MOM IS A QUEEN; I like her", "HIS DAD IS A KING; I like him")]
    [InlineData("Women and girls, my lady", "Men and boys, my gentleman")]
    [InlineData("The others gather there", null)]
    public void Womens_words_become_mens_and_her_is_his_or_him_by_what_follows(string text, string? swapped) =>
        Assert.Equal(swapped, Own.Swap(text, SwapDirection.SecondToFirst));

    [Fact]
    public void Only_the_words_of_one_side_are_swapped_and_each_pair_both_ways()
    {
        const string Text = "My brother told his wife that he himself had seen the actor with his sons, and she gave him her book because it was hers.";
        const string Other = "My sister told her wife that she herself had seen the actress with her daughters, and she gave her her book because it was hers.";
        Assert.Equal(Other, Own.Swap(Text, SwapDirection.FirstToSecond));
        foreach (var pair in SwapWords.Words.Where(pair => pair.First is not ("his" or "him")))
        {
            Assert.Equal(pair.Second, Own.Swap(pair.First, SwapDirection.FirstToSecond));
            Assert.Equal(pair.First, Own.Swap(pair.Second, SwapDirection.SecondToFirst));
        }
    }

    [Fact]
    public void Names_are_swapped_by_those_who_ask_for_them_alone()
    {
        Assert.Null(Own.Swap("John and Mary", SwapDirection.FirstToSecond));
        Assert.Equal("Jennifer and Mary", new WordSwap([.. SwapWords.Words, .. SwapWords.Names]).Swap("John and Mary", SwapDirection.FirstToSecond));
        Assert.Null(WordSwap.Problem(SwapWords.Words));
        Assert.Null(WordSwap.Problem([.. SwapWords.Words, .. SwapWords.Names]));
    }

    [Theory]
    [InlineData("", "x", "one word of letters")]
    [InlineData("two words", "x", "one word of letters")]
    [InlineData("He", "she", "lower case")]
    [InlineData("he", "he", "its own place")]
    public void A_list_that_cannot_be_used_says_why(string first, string second, string words) =>
        Assert.Contains(words, WordSwap.Problem([new(first, second)]), StringComparison.Ordinal);

    [Fact]
    public void A_word_has_one_counterpart_and_one_side()
    {
        Assert.Contains("two pairs", WordSwap.Problem([new("sir", "madam"), new("sir", "lady")]), StringComparison.Ordinal);
        Assert.Contains("both sides", WordSwap.Problem([new("sir", "madam"), new("madam", "lady")]), StringComparison.Ordinal);
        Assert.Contains("empty", WordSwap.Problem([]), StringComparison.Ordinal);
    }
}
