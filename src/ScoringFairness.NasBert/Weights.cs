using System.Security.Cryptography;

namespace ScoringFairness.NasBert;

/// <summary>The pre-trained weights, which the trainer fetches where they are missing and does not check.</summary>
internal static class Weights
{
    private const string Name = "NasBert2000000.tsm";

    /// <summary>Makes sure that the weights, where they are there, are those that are meant.</summary>
    /// <returns>Their SHA-256; null where there are none yet.</returns>
    /// <exception cref="EngineException">They are others.</exception>
    public static string? Check(FitRequest request)
    {
        var file = Path.Combine(request.Folder, "mlnet", Name);
        if (!File.Exists(file)) return null;
        using var stream = File.OpenRead(file);
        var found = Convert.ToHexStringLower(SHA256.HashData(stream));
        return request.Sha256 is not { } meant || string.Equals(found, meant, StringComparison.OrdinalIgnoreCase)
            ? found
            : throw new EngineException($"{Name} has the SHA-256 {found}, and {meant} is what it must have: every worker needs the same file.");
    }
}
