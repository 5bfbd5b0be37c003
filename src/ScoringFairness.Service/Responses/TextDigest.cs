using System.Security.Cryptography;
using System.Text;

namespace ScoringFairness.Service.Responses;

/// <summary>Tells equal texts by a digest: case, white space and Unicode form do not count.</summary>
internal static class TextDigest
{
    private const int Length = 16;

    /// <summary>The first 16 bytes of the SHA-256 of the normalised text.</summary>
    public static byte[] Of(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var word in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            normal.Append(word).Append(' ');
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(normal.ToString()))[..Length];
    }
}
