using System.Security.Cryptography;
using System.Text;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Weights;

/// <summary>SHA-256 over the names and values of weights.</summary>
internal static class WeightDigest
{
    /// <summary>For each tensor in ordinal order of the names: the name in UTF-8, a zero byte, the float32 values, little-endian.</summary>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Of(nn.Module model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, parameter) in model.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData([0]);
            using var values = HostValues.Of(parameter);
            hash.AppendData(values.bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
