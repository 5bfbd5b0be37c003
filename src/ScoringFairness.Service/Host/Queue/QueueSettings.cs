using System.ComponentModel.DataAnnotations;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>How much of the machine this process gives to jobs (section <c>Worker</c>).</summary>
internal sealed class QueueSettings
{
    public const string Schema = "hangfire";
    public const string Fits = "fits";
    public const string Audits = "audits";

    /// <summary>Whether this process works at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Training runs at once; unless set, the processor's cores divided by the threads of a run.</summary>
    [Range(1, 256)]
    public int? ParallelFits { get; init; }

    /// <summary>Torch threads of one training run. Two runs of one thread do as much as one run of two.</summary>
    [Range(1, 256)]
    public int ThreadsPerFit { get; init; } = 1;

    /// <summary>After this long without a sign of life a worker's jobs go to another.</summary>
    [Range(5, 3600)]
    public int TakeOverSeconds { get; init; } = 30;

    /// <summary>Seconds between looks at the queue.</summary>
    [Range(0.05, 60)]
    public double PollSeconds { get; init; } = 1;

    /// <summary>Training runs at once, as set or as the machine suggests.</summary>
    /// <remarks>Validation reads every property, this one too where the threads are out of their range.</remarks>
    public int FitsAtOnce => ParallelFits ?? Math.Max(1, Environment.ProcessorCount / Math.Max(1, ThreadsPerFit));
}
