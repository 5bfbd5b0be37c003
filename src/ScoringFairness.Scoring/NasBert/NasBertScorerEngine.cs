using System.Globalization;
using System.Runtime.InteropServices;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Engines;

namespace ScoringFairness.Scoring.NasBert;

/// <summary>NAS-BERT as Microsoft.ML.TorchSharp fine-tunes it, in a process of its own beside this program (docs/nas-bert.md).</summary>
public sealed class NasBertScorerEngine(NasBertOptions options) : IScorerEngine
{
    /// <summary>What the trainer needs to fetch its weights by.</summary>
    private static readonly string[] Network =
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <inheritdoc/>
    /// <exception cref="FitException">The weights cannot be had, or the process failed.</exception>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        if (Problem(options) is { } problem) throw new FitException(problem);
        try
        {
            PrivateFolder.Create(options.Folder);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new FitException($"The weights of NAS-BERT have no folder; set NasBert__Folder. {exception.Message}", exception);
        }
        if (new NasBertWeights(options.Folder).Problem(cancellation) is { } missing) throw new FitException(missing);
        return new ProcessScorerEngine(Process()).Fit(request, progress, cancellation);
    }

    /// <summary>Why NAS-BERT cannot be trained by this process, whatever its weights; null where it can.</summary>
    public static string? Problem(NasBertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return !File.Exists(Assembly(options)) ? "The program of NAS-BERT does not lie beside this one: build or publish it as a whole."
            : TorchLibraries.Folder is null ? "NAS-BERT needs libtorch, and this build has none: Torch__LibraryFolder names an installed PyTorch's."
            : null;
    }

    private static string Assembly(NasBertOptions options) => Path.Combine(options.Program, "scoring-fairness-nas-bert.dll");

    private EngineOptions Process()
    {
        var told = new Dictionary<string, string>
        {
            ["folder"] = Path.GetFullPath(options.Folder),
            ["libtorch"] = TorchLibraries.Folder!,
            ["epochs"] = options.Epochs.ToString(CultureInfo.InvariantCulture),
            ["batchSize"] = options.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["learningRate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
        };
        if (options.Sha256 is { } digest) told["sha256"] = digest;
        return new()
        {
            Name = "nasBert",
            Command = [Host(), Assembly(options)],
            Timeout = options.Timeout,
            MemoryMiB = options.MemoryMiB,
            Environment = Network.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
                .Where(variable => variable.Value is not null).ToDictionary(variable => variable.Name, variable => variable.Value!),
            Options = told,
        };
    }

    /// <summary>The host of the runtime that this process runs on, which lies three folders above it; else the one on the PATH.</summary>
    private static string Host()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
