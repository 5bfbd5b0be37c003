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
            return Parse(BoundedFile.Read(path, BoundedFile.Lists));
        }
        catch (FormatException exception)
        {
            throw new CheckpointException(path, exception.Message, exception);
        }
    }

    /// <summary>Reads the file's bytes; lines may end with a carriage return, a line feed, or both.</summary>
    /// <exception cref="FormatException">They are not a vocabulary.</exception>
    public static WordPieceVocabulary Parse(byte[] content)
    {
        using var lines = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        var entries = new List<string>();
        while (lines.ReadLine() is { } line) entries.Add(line);
        return new(entries);
    }
}
