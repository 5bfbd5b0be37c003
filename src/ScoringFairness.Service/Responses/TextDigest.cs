using System.Security.Cryptography;
using System.Text;

namespace ScoringFairness.Service.Responses;

/// <summary>Tells equal texts by a digest: case, white space and Unicode form do not count.</summary>
internal static class TextDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 16;

    private const int OnStack = 1024;

    /// <summary>Writes the first 16 bytes of the SHA-256 of the normalised text.</summary>
    public static void Write(string text, Span<byte> digest)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (Ascii.IsValid(text))
        {
            var normal = text.Length < OnStack ? stackalloc byte[OnStack] : new byte[text.Length + 1];
            SHA256.HashData(normal[..NormalizeAscii(text, normal)], hash);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(text)), hash);
        }
        hash[..Length].CopyTo(digest);
    }

    /// <summary>The text in Unicode form KC and lower case, a space behind each word.</summary>
    internal static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var word in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            normal.Append(word).Append(' ');
        }
        return normal.ToString();
    }

    /// <summary>The same for a text of ASCII alone, in one pass: most texts of an upload are.</summary>
    /// <returns>Bytes written; at most one more than the text has characters.</returns>
    internal static int NormalizeAscii(string text, Span<byte> into)
    {
        var written = 0;
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                into[written++] = (byte)(character is >= 'A' and <= 'Z' ? character | 0x20 : character);
            }
            else if (written > 0 && into[written - 1] != ' ')
            {
                into[written++] = (byte)' ';
            }
        }
        if (written > 0 && into[written - 1] != ' ')
        {
            into[written++] = (byte)' ';
        }
        return written;
    }
}
