using System.Text.Json;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The small files of a checkpoint: read whole, so only up to a size that such a file may have.</summary>
internal static class BoundedFile
{
    /// <summary>Bytes that a file of settings has at most.</summary>
    public const long Settings = 4 << 20;

    /// <summary>Bytes that a vocabulary, or an index of tensors, has at most.</summary>
    public const long Lists = 128 << 20;

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 32 };

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">The file is missing, cannot be read, or is too large.</exception>
    public static byte[] Read(string path, long most)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > most) throw new CheckpointException(path, $"it has {length:N0} bytes; at most {most:N0} are read");
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException exception)
        {
            throw new CheckpointException(path, "the file is missing", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "the file cannot be read", exception);
        }
    }

    /// <summary>Reads a JSON object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Bytes that it has at most.</param>
    /// <param name="read">Takes from the object what is wanted; it lives no longer.</param>
    /// <exception cref="CheckpointException">As <see cref="Read"/>, or the file is no JSON object that can be read.</exception>
    public static T ReadObject<T>(string path, long most, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(Read(path, most), Shallow);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new CheckpointException(path, "it is not a JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is thrown where a text of the object is no Unicode.
            throw new CheckpointException(path, "it is not JSON", exception);
        }
    }
}
