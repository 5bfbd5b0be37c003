using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Tests.Bert.Tokens;

public sealed class BasicTokenizationTests
{
    /// <summary>The first six are of google-research/bert, tokenization_test.py, and of its successor in transformers.</summary>
    [Theory]
    [InlineData("ah\u535A\u63A8zz", "ah|\u535A|\u63A8|zz")]
    [InlineData(" \tHeLLo!how  \n Are yoU?  ", "hello|!|how|are|you|?")]
    [InlineData("H\u00E9llo", "hello")]
    [InlineData(" \tHäLLo!how  \n Are yoU?  ", "hallo|!|how|are|you|?")]
    [InlineData("a\n'll !!to?'d of, can't.", "a|'|ll|!|!|to|?|'|d|of|,|can|'|t|.")]
    [InlineData("a\u0009b\u000Dc\u0000d\uFFFDe", "a|b|cde")]
    [InlineData("line one\nline two\r\nthree", "line|one|line|two|three")]
    [InlineData("x=y^2 <b>$5</b>`~", "x|=|y|^|2|<|b|>|$|5|<|/|b|>|`|~")]
    [InlineData("Zoë’s “naïve” café—Ångström", "zoe|’|s|“|naive|”|cafe|—|angstrom")]
    [InlineData("e\u0301 \u00e9", "e|e")]
    [InlineData("각", "\u1100\u1161\u11a8")]
    [InlineData("ẞ Σ İ", "ß|σ|i")]
    [InlineData("👩‍🔬🔥 ok", "👩🔬🔥|ok")]
    [InlineData("soft\u00ADhyphen zero\u200Bwidth", "softhyphen|zerowidth")]
    [InlineData("a\u00A0b\u3000c", "a|b|c")]
    [InlineData("[SEP]", "[|sep|]")]
    [InlineData("", "")]
    public void Uncased_text_is_cut_into_words(string text, string words) =>
        Assert.Equal(words, string.Join('|', new BasicTokenization(lowerCase: true).Words(text)));

    [Theory]
    [InlineData(" \tHäLLo!how  \n Are yoU?  ", "HäLLo|!|how|Are|yoU|?")]
    [InlineData("H\u00E9llo", "H\u00E9llo")]
    public void Cased_text_keeps_case_and_accents(string text, string words) =>
        Assert.Equal(words, string.Join('|', new BasicTokenization(lowerCase: false).Words(text)));

    [Fact]
    public void Half_a_surrogate_pair_is_no_character()
    {
        Assert.Equal(["ab"], new BasicTokenization(lowerCase: true).Words("a\uD83Db"));
    }
}
