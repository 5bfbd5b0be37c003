using Microsoft.ML.Tokenizers;
using LibraryOptions = Microsoft.ML.Tokenizers.BertOptions;

namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>Turns responses into token ids: [CLS] word pieces [SEP].</summary>
/// <remarks>
/// Word pieces by Microsoft.ML.Tokenizers' <see cref="BertTokenizer"/>, one word at a time; the ids of a word are kept, as
/// most words come many times. Not for several threads at once: each fit has its own.
/// </remarks>
internal sealed class ResponseTokenizer
{
    /// <summary>Windows of a text at most, where it is trained on.</summary>
    private const int FewWindows = 8;

    /// <summary>What an apostrophe joins to the word before it.</summary>
    private static readonly HashSet<string> Joined = new(["t", "s", "re", "ve", "ll", "d", "m"], StringComparer.OrdinalIgnoreCase);

    private readonly BertTokenizer _pieces;
    private readonly Dictionary<string, int[]> _known = new(StringComparer.Ordinal);

    /// <summary>A tokenizer over a vocabulary; unless told otherwise, an uncased one.</summary>
    public ResponseTokenizer(WordPieceVocabulary vocabulary, BasicTokenization? basic = null)
    {
        Vocabulary = vocabulary;
        Basic = basic ?? new(lowerCase: true);
        using var file = new MemoryStream(vocabulary.ToBytes());
        _pieces = BertTokenizer.Create(file, new LibraryOptions { ApplyBasicTokenization = false, SplitOnSpecialTokens = false });
    }

    /// <summary>The vocabulary.</summary>
    public WordPieceVocabulary Vocabulary { get; }

    /// <summary>How texts are cut into words.</summary>
    public BasicTokenization Basic { get; }

    /// <summary>The id that stands for a masked token.</summary>
    public int MaskId => _pieces.MaskingTokenId;

    /// <summary>The ids of a text, cut after <paramref name="maxTokens"/> − 2 pieces so that both special tokens have room.</summary>
    public int[] Encode(string text, int maxTokens)
    {
        var ids = new List<int>(Math.Min(maxTokens, 64)) { _pieces.ClassificationTokenId };
        foreach (var word in Basic.Words(text))
        {
            ids.AddRange(Pieces(word));
            if (ids.Count >= maxTokens - 1) break;
        }
        if (ids.Count > maxTokens - 1) ids.RemoveRange(maxTokens - 1, ids.Count - (maxTokens - 1));
        ids.Add(_pieces.SeparatorTokenId);
        return [.. ids];
    }

    /// <summary>A text as the model reads it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">Tokens of a window, the two special ones included.</param>
    /// <param name="longTexts">What is read of a text with more.</param>
    /// <param name="mostWindows">Windows at most.</param>
    public TokenizedText Encode(string text, int maxTokens, LongTexts longTexts, int mostWindows = FewWindows)
    {
        if (longTexts == LongTexts.Head) return Encode(text, maxTokens);
        var room = maxTokens - 2;
        var pieces = new List<int>();
        foreach (var word in Basic.Words(text))
        {
            pieces.AddRange(Pieces(word));
            if (longTexts == LongTexts.Windows && pieces.Count >= mostWindows * room) break;
        }
        if (pieces.Count <= room) return Framed(pieces);
        var head = longTexts == LongTexts.HeadTail ? room / 4 : 0;
        return longTexts == LongTexts.Windows
            ? new TokenizedText([.. pieces.Take(mostWindows * room).Chunk(room).Select(Framed)])
            : Framed([.. pieces.Take(head), .. pieces.TakeLast(room - head)]);
    }

    /// <summary>A text as <see cref="Encode(string, int, LongTexts, int)"/> has it, and the word of each token; −1 of special tokens.</summary>
    /// <remarks>A word and what an apostrophe joins to it ("don't") are one word, though they are three to the model.</remarks>
    public (TokenizedText Tokens, IReadOnlyList<int[]> Owners, IReadOnlyList<string> Words) EncodeWords(
        string text, int maxTokens, LongTexts longTexts, int mostWindows = FewWindows)
    {
        string[] parts = [.. Basic.Words(text)];
        var words = new List<string>();
        var pieces = new List<(int Id, int Word)>();
        for (var at = 0; at < parts.Length; at++)
        {
            var isJoined = at + 2 < parts.Length && parts[at + 1] is "'" or "’" && Joined.Contains(parts[at + 2]) && char.IsLetter(parts[at][^1]);
            var own = isJoined ? parts[at..(at + 3)] : [parts[at]];
            if (isJoined) at += 2;
            pieces.AddRange(own.SelectMany(Pieces).Select(id => (id, words.Count)));
            words.Add(string.Concat(own));
        }
        var room = maxTokens - 2;
        var head = longTexts == LongTexts.HeadTail ? room / 4 : 0;
        IReadOnlyList<(int Id, int Word)[]> windows = longTexts == LongTexts.Head ? [[.. pieces.Take(room)]]
            : pieces.Count <= room ? [[.. pieces]]
            : longTexts == LongTexts.Windows ? [.. pieces.Take(mostWindows * room).Chunk(room)]
            : [[.. pieces.Take(head), .. pieces.TakeLast(room - head)]];
        return (
            new([.. windows.Select(window => Framed([.. window.Select(piece => piece.Id)]))]),
            [.. windows.Select(window => (int[])[-1, .. window.Select(piece => piece.Word), -1])], words);
    }

    private int[] Framed(IReadOnlyList<int> pieces) => [_pieces.ClassificationTokenId, .. pieces, _pieces.SeparatorTokenId];

    private int[] Pieces(string word)
    {
        if (_known.TryGetValue(word, out var ids)) return ids;
        ids = [.. _pieces.EncodeToIds(word, addSpecialTokens: false, considerPreTokenization: false, considerNormalization: false)];
        _known.Add(word, ids);
        return ids;
    }
}
