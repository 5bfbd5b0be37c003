using System.Security.Cryptography;

namespace ScoringFairness.NasBert;

/// <summary>The pretrained weights, which the trainer neither checks nor asks for.</summary>
internal static class Weights
{
    private const string Name = "NasBert2000000.tsm";

    /// <summary>
    /// Puts the weights where the trainer looks for them: under a temporary folder of this process's own. Else it would look in
    /// one that anybody may write to, check nothing, and try for a minute to download what is missing.
    /// </summary>
    /// <returns>The folder for MLContext.TempFilePath.</returns>
    public static string Place(string path, string sha256)
    {
        if (!File.Exists(path)) throw new EngineException($"There is no file '{path}'; the option weights names it.");
        var folder = Directory.CreateTempSubdirectory("nas-bert-").FullName;
        var copy = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "mlnet")).FullName, Name);
        File.Copy(path, copy);
        using var stream = File.OpenRead(copy);
        var found = Convert.ToHexStringLower(SHA256.HashData(stream));
        return string.Equals(found, sha256, StringComparison.OrdinalIgnoreCase)
            ? folder
            : throw new EngineException($"The SHA-256 of '{path}' is {found}, and the option sha256 says {sha256}.");
    }
}
