using System.Text;

namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>The entries of a WordPiece vocabulary; an entry's id is its place.</summary>
internal sealed class WordPieceVocabulary
{
    /// <summary>Padding.</summary>
    public const string Padding = "[PAD]";

    /// <summary>A word that the vocabulary cannot write.</summary>
    public const string Unknown = "[UNK]";

    /// <summary>First token of every text.</summary>
    public const string Classification = "[CLS]";

    /// <summary>Last token of every text.</summary>
    public const string Separator = "[SEP]";

    /// <summary>A masked token, in pre-training.</summary>
    public const string Mask = "[MASK]";

    /// <summary>What continues a word begins with this.</summary>
    public const string Continuation = "##";

    /// <summary>The special tokens, in the order in which a learnt vocabulary begins.</summary>
    public static readonly IReadOnlyList<string> Special = [Padding, Unknown, Classification, Separator, Mask];

    private readonly Dictionary<string, int> _ids;

    /// <summary>A vocabulary of the entries. Of an entry that stands twice the later place counts, as in BERT's own reader.</summary>
    /// <exception cref="FormatException">A special token is missing.</exception>
    public WordPieceVocabulary(IReadOnlyList<string> entries)
    {
        Entries = entries;
        _ids = new(entries.Count, StringComparer.Ordinal);
        for (var id = 0; id < entries.Count; id++)
            _ids[entries[id]] = id;
        if (Special.FirstOrDefault(token => !_ids.ContainsKey(token)) is { } missing)
            throw new FormatException($"{missing} is missing");
    }

    /// <summary>The entries, in the order of their ids.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>Number of entries.</summary>
    public int Count => Entries.Count;

    /// <summary>The id of an entry.</summary>
    public int this[string entry] => _ids[entry];

    /// <summary>Whether the entry is in the vocabulary.</summary>
    public bool Contains(string entry) => _ids.ContainsKey(entry);

    /// <summary>The text of a <c>vocab.txt</c>, with an empty line in the place of an entry that stands again further down.</summary>
    public byte[] ToBytes() =>
        Encoding.UTF8.GetBytes(string.Concat(Entries.Select((entry, id) => (_ids[entry] == id ? entry : "") + "\n")));
}
