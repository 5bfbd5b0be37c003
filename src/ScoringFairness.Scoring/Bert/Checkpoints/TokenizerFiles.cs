using System.Text.Json;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>What a checkpoint says of its tokens: vocab.txt, tokenizer_config.json, tokenizer.json, added_tokens.json.</summary>
/// <remarks>
/// The vocabulary is vocab.txt's, or tokenizer.json's where there is no vocab.txt. Case, accents and ideographs are
/// tokenizer_config.json's; where that is silent tokenizer.json's normalizer's; else those of an uncased BERT.
/// </remarks>
/// <param name="Vocabulary">The entries.</param>
/// <param name="Basic">How texts are cut into words.</param>
/// <param name="MaxLength">Tokens of a text at most, where the files say so.</param>
internal sealed record TokenizerFiles(WordPieceVocabulary Vocabulary, BasicTokenization Basic, int? MaxLength)
{
    private static readonly string[] KnownClasses = ["BertTokenizer", "BertTokenizerFast", "PreTrainedTokenizerFast"];

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="CheckpointException">There is no vocabulary, or a file is of another kind of tokenizer.</exception>
    public static TokenizerFiles Read(string folder)
    {
        var (list, fast, settings) = (In("vocab.txt"), In("tokenizer.json"), In("tokenizer_config.json"));
        if (!File.Exists(list) && !File.Exists(fast)) throw new CheckpointException(list, "the file is missing, and so is tokenizer.json");
        var (hasList, added) = (File.Exists(list), In("added_tokens.json"));
        if (File.Exists(added)) AddedTokens.Refuse(added, BoundedFile.ReadObject(added, BoundedFile.Lists, root => AddedTokens.OfList(root).ToList()));
        var config = File.Exists(settings) ? BoundedFile.ReadObject(settings, BoundedFile.Settings, root => OfConfig(settings, root)) : default;
        var (normalizer, vocabulary) = File.Exists(fast)
            ? BoundedFile.ReadObject(fast, BoundedFile.Lists, root => (OfNormalizer(fast, root), hasList ? null : OfJson(fast, root)))
            : default;
        var lowerCase = config.LowerCase ?? normalizer.LowerCase ?? true;
        var basic = new BasicTokenization(
            lowerCase,
            config.StripAccents ?? normalizer.StripAccents ?? lowerCase,
            config.SplitIdeographs ?? normalizer.SplitIdeographs ?? true);
        return new(vocabulary ?? VocabularyFile.Read(list), basic, config.MaxLength);

        string In(string file) => Path.Combine(folder, file);
    }

    private static Settings OfConfig(string path, JsonElement root)
    {
        if (Text(root, "tokenizer_class") is { } kind && !KnownClasses.Contains(kind))
            throw new CheckpointException(path, $"tokenizer_class is {kind}; BertTokenizer is known");
        AddedTokens.Refuse(path, AddedTokens.Of(root, "added_tokens_decoder"));
        return new(Flag(root, "do_lower_case"), Flag(root, "strip_accents"), Flag(root, "tokenize_chinese_chars"), MaximumLength(root));
    }

    private static Settings OfNormalizer(string path, JsonElement root)
    {
        AddedTokens.Refuse(path, AddedTokens.Of(root, "added_tokens"));
        return root.TryGetProperty("normalizer", out var normalizer)
            ? new(Flag(normalizer, "lowercase"), Flag(normalizer, "strip_accents"), Flag(normalizer, "handle_chinese_chars"), null)
            : default;
    }

    private static WordPieceVocabulary OfJson(string path, JsonElement root)
    {
        if (!root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.Object
            || Text(model, "type") is not ("WordPiece" or null)
            || Text(model, "continuing_subword_prefix") is not (WordPieceVocabulary.Continuation or null)
            || !model.TryGetProperty("vocab", out var vocabulary) || vocabulary.ValueKind != JsonValueKind.Object)
            throw new CheckpointException(path, "its model is not BERT's WordPiece");
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in vocabulary.EnumerateObject())
            if (!entry.Value.TryGetInt32(out var id) || !idOf.TryAdd(entry.Name, id) || entry.Name.AsSpan().ContainsAny('\r', '\n'))
                throw new CheckpointException(path, "an entry of its vocabulary stands twice, has a line break, or has no whole number");
        var entries = new string?[idOf.Count];
        foreach (var (entry, id) in idOf)
        {
            if (id < 0 || id >= entries.Length || entries[id] is not null)
                throw new CheckpointException(path, $"the numbers of its vocabulary are not 0 to {entries.Length - 1}, each once");
            entries[id] = entry;
        }
        try
        {
            return new(entries!);
        }
        catch (FormatException exception)
        {
            throw new CheckpointException(path, exception.Message, exception);
        }
    }

    /// <summary>Where a tokenizer has no limit, some files write 10³⁰.</summary>
    private static int? MaximumLength(JsonElement config) =>
        config.TryGetProperty("model_max_length", out var length) && length.ValueKind == JsonValueKind.Number
            && length.TryGetInt32(out var value) && value > 2 ? value : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static bool? Flag(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        } : null;

    /// <summary>What one file says; null where it is silent.</summary>
    private readonly record struct Settings(bool? LowerCase, bool? StripAccents, bool? SplitIdeographs, int? MaxLength);
}
