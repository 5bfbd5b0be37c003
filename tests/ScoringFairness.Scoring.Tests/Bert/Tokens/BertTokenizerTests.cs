using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsvHelper;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Tests.Bert.Tokens;

/// <summary>BERT's tokenizer as a whole: the published examples, and real texts with the real vocabulary.</summary>
public sealed class BertTokenizerTests
{
    /// <summary>The vocabulary of google-research/bert, tokenization_test.py, after the special tokens.</summary>
    private static readonly string[] Published =
        [.. WordPieceVocabulary.Special, "want", "##want", "##ed", "wa", "un", "runn", "##ing", ","];

    /// <summary>google-research/bert, tokenization_test.py: test_full_tokenizer, test_wordpiece_tokenizer.</summary>
    [Theory]
    [InlineData("UNwant\u00E9d,running", true, "un ##want ##ed , runn ##ing")]
    [InlineData("unwanted running", true, "un ##want ##ed runn ##ing")]
    [InlineData("unwanted running", false, "un ##want ##ed runn ##ing")]
    [InlineData("unwantedX running", false, "[UNK] runn ##ing")]
    [InlineData("unwantedX running", true, "[UNK] runn ##ing")]
    [InlineData("UNwant\u00E9d,running", false, "[UNK] , runn ##ing")]
    [InlineData("", true, "")]
    public void The_published_examples_hold(string text, bool lowerCase, string pieces) =>
        Assert.Equal(pieces, Pieces(new(new(Published), new(lowerCase)), text));

    /// <summary>The same: test_is_whitespace, test_is_control, test_is_punctuation.</summary>
    [Theory]
    [InlineData("a b", "a|b")]
    [InlineData("a\tb", "a|b")]
    [InlineData("a\rb", "a|b")]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\u00A0b", "a|b")]
    [InlineData("aAb", "aAb")]
    [InlineData("a-b", "a|-|b")]
    [InlineData("a\u0005b", "ab")]
    [InlineData("a$b", "a|$|b")]
    [InlineData("a`b", "a|`|b")]
    [InlineData("a.b", "a|.|b")]
    public void Characters_are_of_the_published_classes(string text, string words) =>
        Assert.Equal(words, string.Join('|', new BasicTokenization(lowerCase: false).Words(text)));

    /// <summary>Pieces by a second implementation, written in Python after the published definition.</summary>
    [Theory]
    [InlineData("unaffable embeddings", "una ##ffa ##ble em ##bed ##ding ##s")]
    [InlineData("I dont kow y the cofee cooled, becuz heat mooved", "i don ##t ko ##w y the co ##fe ##e cooled , be ##cu ##z heat mo ##ove ##d")]
    [InlineData("Zoë’s “naïve” café—Ångström, déjà-vu!", "zoe ’ s “ naive ” cafe — ang ##strom , de ##ja - vu !")]
    [InlineData("¿Qué? ¡Sí! … 3,14 € «ok»", "¿ que ? ¡ si ! … 3 , 14 € « ok »")]
    [InlineData("東京タワー and 中文 text", "東 京 タ ##ワ ##ー and 中 文 text")]
    [InlineData("한국어", "ᄒ ##ᅡ ##ᆫ ##ᄀ ##ᅮ ##ᆨ ##ᄋ ##ᅥ")]
    [InlineData("Привет мир", "п ##р ##и ##в ##е ##т м ##и ##р")]
    [InlineData("नमस्ते", "न ##म ##स ##त")]
    [InlineData("Tiếng Việt", "tie ##ng viet")]
    [InlineData("👩‍🔬🔥 ok 😀", "[UNK] ok [UNK]")]
    [InlineData("ﬁnal ½ cup of H₂O at 100 °C", "ﬁ ##nal ½ cup of h₂o at 100 °c")]
    [InlineData("(x^2 + y^2) = z; $5.00 @home #tag", "( x ^ 2 + y ^ 2 ) = z ; $ 5 . 00 @ home # tag")]
    [InlineData("[MASK] [SEP] [CLS]", "[ mask ] [ sep ] [ cl ##s ]")]
    [InlineData("İstanbul STRASSE straße", "istanbul st ##ras ##se st ##raße")]
    [InlineData(
        "pneumonoultramicroscopicsilicovolcanoconiosis",
        "p ##ne ##um ##ono ##ult ##ram ##ic ##ros ##copic ##sil ##ico ##vo ##lc ##ano ##con ##ios ##is")]
    public void Real_text_gives_the_pieces_of_a_second_implementation(string text, string pieces) =>
        Assert.Equal(pieces, Pieces(Real(), text));

    [Fact]
    public void A_word_of_more_than_a_hundred_characters_is_unknown()
    {
        var tokenizer = Real();
        Assert.Equal("aaa " + string.Join(' ', Enumerable.Repeat("##aa", 48)) + " ##a", Pieces(tokenizer, new string('a', 100)));
        Assert.Equal("[UNK]", Pieces(tokenizer, new string('a', 101)));
        Assert.Equal("the [UNK] end", Pieces(tokenizer, $"the {new string('b', 100_000)} end"));
    }

    [Fact]
    public void Every_essay_of_ELLIPSE_has_the_ids_of_a_second_implementation()
    {
        var tokenizer = Real();
        using var reader = new StreamReader(SharedFolder.Path("data", "ellipse", "ellipse.csv"));
        using var csv = new CsvReader(reader, CultureInfo.InvariantCulture);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (essays, tokens) = (0, 0);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            var ids = tokenizer.Encode(csv.GetField("full_text")!, int.MaxValue)[1..^1];
            digest.AppendData(MemoryMarshal.AsBytes<int>(ids));
            (essays, tokens) = (essays + 1, tokens + ids.Length);
        }
        Assert.Equal((2571, 1240263), (essays, tokens));
        Assert.Equal("a358a10170ddb022a9137e8e4d0a7c49522f4a5881477f50d4eb3bb5264c47c7", Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    private static ResponseTokenizer Real() => new(VocabularyFile.Read(SharedFolder.Path("data", "vocab", "vocab.txt")));

    private static string Pieces(ResponseTokenizer tokenizer, string text)
    {
        var ids = tokenizer.Encode(text, 100_000);
        Assert.Equal(
            (tokenizer.Vocabulary[WordPieceVocabulary.Classification], tokenizer.Vocabulary[WordPieceVocabulary.Separator]), (ids[0], ids[^1]));
        return string.Join(' ', ids[1..^1].Select(id => tokenizer.Vocabulary.Entries[id]));
    }
}
