using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A folder with the files of a Hugging Face BERT: config.json, the tokenizer's files, the weights.</summary>
internal sealed class CheckpointFolder : Checkpoint
{
    private readonly string _folder;

    /// <summary>Reads the small files, and checks the weights' headers against them.</summary>
    /// <exception cref="CheckpointException">A file is missing or wrong; it is named, with every tensor that does not fit.</exception>
    public CheckpointFolder(string folder) : this(folder, ConfigFile.Read(Path.Combine(folder, ConfigFile.FileName)))
    {
    }

    private CheckpointFolder(string folder, BertConfig config) : base(config, TokenizerOf(folder, config), () => CheckpointWeights.Open(folder)) =>
        _folder = folder;

    /// <summary>Folder, sizes, times.</summary>
    public override string Identity => string.Join(
        '|',
        new DirectoryInfo(_folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (File.ResolveLinkTarget(file.FullName, returnFinalTarget: true) as FileInfo ?? file, file.Name))
            .Select(file => $"{file.Name} {file.Item1.Length} {file.Item1.LastWriteTimeUtc.Ticks}")
            .Prepend(Path.GetFullPath(_folder)));

    private static TokenizerFiles TokenizerOf(string folder, BertConfig config)
    {
        var tokens = TokenizerFiles.Read(folder);
        return tokens.Vocabulary.Count <= config.VocabSize
            ? tokens
            : throw new CheckpointException(
                Path.Combine(folder, ConfigFile.FileName),
                $"its vocab_size is {config.VocabSize}, less than the {tokens.Vocabulary.Count} entries of the vocabulary");
    }
}
