using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>How much of the machine this process gives to jobs (section <c>Worker</c>).</summary>
internal sealed class QueueSettings : ISettings
{
    public static string Section => "Worker";

    public const string Schema = "hangfire";
    public const string Fits = "fits";
    public const string GpuFits = "fits-gpu";
    public const string Audits = "audits";

    /// <summary>Every queue.</summary>
    public static IReadOnlyList<string> AllQueues { get; } = [Audits, Fits, GpuFits];

    /// <summary>Whether this process works at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The queues that this process serves, separated by commas: <c>audits</c> (planning and evaluation), <c>fits</c>,
    /// <c>fits-gpu</c>. Where <c>Torch:Device</c> is a GPU and nothing is set, all of them.
    /// </summary>
    [QueueNames]
    public string Queues { get; init; } = $"{Audits},{Fits}";

    /// <summary>
    /// Training runs of the queue <c>fits</c> at once; unless set, the processor's cores divided by the threads of a run, less those of
    /// <c>fits-gpu</c> where this process serves that too.
    /// </summary>
    [Range(1, 256)]
    public int? ParallelFits { get; init; }

    /// <summary>Training runs of the queue <c>fits-gpu</c> at once; they share the memory of the GPU.</summary>
    [Range(1, 256)]
    public int ParallelGpuFits { get; init; } = 1;

    /// <summary>Torch threads of one training run. Two runs of one thread do as much as one run of two.</summary>
    [Range(1, 256)]
    public int ThreadsPerFit { get; init; } = 1;

    /// <summary>After this long without a sign of life a worker's jobs go to another.</summary>
    [Range(5, 3600)]
    public int TakeOverSeconds { get; init; } = 30;

    /// <summary>
    /// After so many take-overs of one job its audit fails: a training run, a plan or an evaluation whose workers fall silent again and
    /// again ends them, as one does that needs more memory than there is.
    /// </summary>
    [Range(1, 1000)]
    public int MostTakeOvers { get; init; } = 5;

    /// <summary>Addresses at which a <c>work</c> process answers <c>/health/live</c> and <c>/health/ready</c>; null: it answers nowhere.</summary>
    [ListenAddresses]
    public string? HealthUrls { get; init; }

    /// <summary>Seconds between looks at the queue.</summary>
    [Range(0.05, 60)]
    public double PollSeconds { get; init; } = 1;

    /// <summary>Training runs at once, as set or as the machine suggests.</summary>
    public int FitsAtOnce => ParallelFits ?? Math.Max(1, Environment.ProcessorCount / ThreadsPerFit - (Serves(GpuFits) ? ParallelGpuFits : 0));

    /// <summary>Whether this process serves a queue.</summary>
    public bool Serves(string queue) => Enabled && Names(Queues).Contains(queue);

    /// <summary>The names in a list of them.</summary>
    public static string[] Names(string queues) =>
        queues.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A list of queues that there are.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class QueueNamesAttribute : ValidationAttribute
{
    public QueueNamesAttribute() => ErrorMessage = $"name some of {string.Join(", ", QueueSettings.AllQueues)}, separated by commas";

    public override bool IsValid(object? value) =>
        value is string text && QueueSettings.Names(text) is { Length: > 0 } names && names.All(QueueSettings.AllQueues.Contains);
}
