using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Tokens;

public sealed class WordPieceLearnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_most_frequent_pairs_are_merged_first_and_equals_go_by_their_texts()
    {
        var vocabulary = Learn(["ab ab ab ac ac bd bd"], 100);
        Assert.Equal(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "##a", "##b", "##c", "##d", "ab", "ac", "bd"],
            vocabulary.Entries);
    }

    [Fact]
    public void Frequent_words_become_one_piece_and_rare_ones_are_written_with_several()
    {
        var tokenizer = new ResponseTokenizer(Learn(["heat heat heat energy energy heated the", "the heating of the energy"], 400));
        Assert.Equal(["[CLS]", "heat", "energy", "[SEP]"], Pieces(tokenizer, "Heat ENERGY"));
        Assert.Equal(["[CLS]", "heat", "##er", "[SEP]"], Pieces(tokenizer, "heater"));
    }

    [Fact]
    public void A_character_that_came_only_once_is_unknown()
    {
        var tokenizer = new ResponseTokenizer(Learn(["heat heat q"], 400));
        Assert.Equal(["[CLS]", "[UNK]", "heat", "[SEP]"], Pieces(tokenizer, "q heat"));
    }

    [Fact]
    public void The_same_texts_in_another_order_give_the_same_vocabulary()
    {
        var texts = ShortAnswers.Make(200, 3).Select(t => t.Text).ToList();
        var turned = texts.AsEnumerable().Reverse().ToList();
        Assert.Equal(Learn(texts, 500).Entries, Learn(turned, 500).Entries);
    }

    [Fact]
    public void The_size_is_kept()
    {
        var texts = ShortAnswers.Make(200, 3).Select(t => t.Text).ToList();
        Assert.Equal(90, Learn(texts, 90).Count);
    }

    [Fact]
    public void No_text_but_the_training_responses_enters_a_fit_s_vocabulary()
    {
        var request = ShortAnswers.Request(40, 10, 10);
        var engine = new BertScorerEngine(BertDefaults.For("scratch:tiny") with { Epochs = 1, TakenEpoch = TakenEpoch.Best });
        var other = request with
        {
            Validation = [.. request.Validation.Select(v => v with { Text = v.Text + " zyzzyva zyzzyva" })],
            Responses = [.. request.Responses.Select(r => r + " quokka quokka")],
        };
        var (one, two) = (engine.Fit(request, null, Cancellation), engine.Fit(other, null, Cancellation));
        Assert.Equal(one.VocabularySize, two.VocabularySize);
        Assert.Equal(one.CheckpointDigest, two.CheckpointDigest);
        Assert.Equal(one.Epochs[0].TrainingLoss, two.Epochs[0].TrainingLoss);
    }

    private static WordPieceVocabulary Learn(IEnumerable<string> texts, int size) =>
        WordPieceLearner.Learn(texts, size, new(lowerCase: true), Cancellation);

    private static IEnumerable<string> Pieces(ResponseTokenizer tokenizer, string text) =>
        tokenizer.Encode(text, 64).Select(id => tokenizer.Vocabulary.Entries[id]);
}
