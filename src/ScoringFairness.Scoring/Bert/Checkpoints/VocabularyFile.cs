using System.Text;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A checkpoint's <c>vocab.txt</c>: one entry a line.</summary>
internal static class VocabularyFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">The file cannot be read or is not a vocabulary.</exception>
    public static WordPieceVocabulary Read(string path)
    {
        try
        {
            using var lines = new StreamReader(new MemoryStream(BoundedFile.Read(path, BoundedFile.Lists)), Encoding.UTF8);
            var entries = new List<string>();
            while (lines.ReadLine() is { } line) entries.Add(line);
            return new(entries);
        }
        catch (FormatException exception)
        {
            throw new CheckpointException(path, exception.Message, exception);
        }
    }
}
