using System.Security.Cryptography;

namespace ScoringFairness.Scoring.NasBert;

/// <summary>The pre-trained weights of NAS-BERT: a file that Microsoft.ML.TorchSharp fetches where it is missing.</summary>
/// <param name="folder">The folder under which they lie.</param>
public sealed class NasBertWeights(string folder)
{
    /// <summary>The name of the file.</summary>
    public const string Name = "NasBert2000000.tsm";

    /// <summary>How long the address may take to answer; the package itself tries five times, for up to a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The file.</summary>
    public string File { get; } = Path.Combine(folder, "mlnet", Name);

    /// <summary>Where the package fetches them.</summary>
    internal Uri Address { get; init; } = new($"https://aka.ms/mlnet-resources/models/{Name}");

    /// <summary>Their SHA-256; null where they have not been fetched yet.</summary>
    public string? Digest()
    {
        if (!System.IO.File.Exists(File)) return null;
        using var stream = System.IO.File.OpenRead(File);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Why there will be no weights, in a sentence; null where they are there, or their address answers.</summary>
    public string? Problem(CancellationToken cancellation)
    {
        if (System.IO.File.Exists(File)) return null;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            using var answer = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode ? null : Missing($"answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return Missing($"cannot be reached ({exception.Message.TrimEnd('.')})");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Missing($"does not answer within {Patience.TotalSeconds:0} seconds");
        }
    }

    private string Missing(string why) =>
        $"The weights of NAS-BERT are not in the folder NasBert__Folder yet, and {Address} {why}: "
        + $"let the workers reach it once, or put {Name} into 'mlnet' below that folder.";
}
