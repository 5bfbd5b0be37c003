using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Where a fit's training stands after an epoch, tensors apart: all that the next epoch depends on.</summary>
internal sealed record TrainingState
{
    /// <summary>SHA-256 over what the fit trains on and how, set when it is kept: a state of another fit is not gone on from.</summary>
    public string Fit { get; init; } = "";

    /// <summary>The epochs so far.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The same by head.</summary>
    public required IReadOnlyList<EpochRecord[]> OfHeads { get; init; }

    /// <summary>The best of them.</summary>
    public required int ChosenEpoch { get; init; }

    /// <summary>Steps so far.</summary>
    public required int Step { get; init; }

    /// <summary>Real tokens trained on.</summary>
    public required long Tokens { get; init; }

    /// <summary>Seconds of training steps.</summary>
    public required double Seconds { get; init; }

    /// <summary>The generator of the order of texts.</summary>
    public required ulong Order { get; init; }

    /// <summary>Dropout masks drawn.</summary>
    public required ulong Masks { get; init; }
}

/// <summary>A folder with the state of a fit after its last whole epoch, from which an interrupted fit goes on.</summary>
/// <param name="folder">The folder; null: nothing is kept.</param>
/// <param name="leastSeconds">Epochs that were faster are not kept: to train them again is cheaper than to write them.</param>
/// <param name="fit">What tells this fit from others.</param>
internal sealed class ResumePoint(string? folder, double leastSeconds, string fit)
{
    private const string TensorsFile = "state.safetensors";
    private const string StateFile = "state.json";

    /// <summary>Bytes a second that a slow disk takes.</summary>
    private const double SlowDisk = 50e6;

    /// <summary>What tells a fit from others.</summary>
    public static string FitOf(BertOptions options, IReadOnlyList<FitRequest> requests, string startDigest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var plain = options with { Hub = null, ModelRoot = null };
        foreach (var request in requests)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{plain}|{request.Seed}|{request.LevelCount}|{request.Training.Count}|{startDigest}"));
            foreach (var text in request.Training.Concat(request.Validation))
                hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes($"{text.Level}|{text.Text}")));
            if (request.Distillation is { } distillation)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{distillation}"));
                foreach (var teacher in request.Training.Concat(request.Validation).Select(text => text.Teacher))
                    hash.AppendData(Encoding.UTF8.GetBytes($"{teacher?.Place:R}|{string.Join(',', teacher?.Probabilities ?? [])}"));
            }
            if (request.Mitigation is { } mitigation)
            {
                var groups = string.Join(',', request.Training.Concat(request.Validation).Select(text => text.Group));
                hash.AppendData(Encoding.UTF8.GetBytes($"{mitigation}|{groups}"));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Keeps the state, if the epoch took long enough for that; a failing disk costs the state, not the fit.</summary>
    public void Save(TrainingState state, TimeSpan epoch, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        if (folder is null || epoch.TotalSeconds < LeastSeconds(tensors.Sum(one => one.Tensor.numel()))) return;
        try
        {
            AtomicFolder.Write(folder, into =>
            {
                SafetensorsWriter.Write(Path.Combine(into, TensorsFile), tensors);
                File.WriteAllBytes(Path.Combine(into, StateFile), JsonSerializer.SerializeToUtf8Bytes(state with { Fit = fit }));
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next epoch's may be kept.
        }
    }

    /// <summary>Whether a state lies there, of whatever fit.</summary>
    public bool Exists => folder is not null && File.Exists(Path.Combine(folder, StateFile));

    /// <summary>Puts kept tensors into their places.</summary>
    /// <param name="place">The place of a name; null: there is none, and the state is of no use.</param>
    /// <returns>The state; null where there is none of this fit.</returns>
    /// <exception cref="IOException">The tensors could not be read to their end; the state is gone, and another attempt begins anew.</exception>
    public TrainingState? Load(Func<string, Tensor?> place)
    {
        if (!Exists) return null;
        try
        {
            var state = JsonSerializer.Deserialize<TrainingState>(File.ReadAllBytes(Path.Combine(folder!, StateFile)));
            if (state?.Fit != fit) return null;
            using var file = SafetensorsFile.Open(Path.Combine(folder!, TensorsFile));
            var places = file.Entries.Select(entry => (entry, Place: place(entry.Name))).ToList();
            if (places.Exists(one => one.Place is null || !one.Place.shape.SequenceEqual(one.entry.Shape))) return null;
            Read(file, places!);
            return state;
        }
        catch (Exception exception) when (exception is JsonException or CheckpointException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What an epoch must take for its state to be kept: as long as was asked for, and as long as a slow disk writes.</summary>
    private double LeastSeconds(long numbers) => leastSeconds == 0 ? 0 : Math.Max(leastSeconds, numbers * sizeof(float) / SlowDisk);

    private void Read(SafetensorsFile file, List<(SafetensorsEntry Entry, Tensor Place)> places)
    {
        try
        {
            foreach (var (entry, place) in places) HostValues.Set(place, values => file.Read(entry, values));
        }
        catch (Exception exception) when (exception is IOException or CheckpointException)
        {
            Directory.Delete(folder!, recursive: true);
            throw new IOException("The kept state of the training could not be read; the next attempt begins anew.", exception);
        }
    }
}
