using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>An audit as clients see it.</summary>
public sealed record AuditView
{
    /// <summary>The audit's id.</summary>
    public required string AuditId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>queued, training, evaluating, completed, failed or cancelled.</summary>
    [AllowedValues(
        AuditStatus.Queued, AuditStatus.Training, AuditStatus.Evaluating, AuditStatus.Completed, AuditStatus.Failed, AuditStatus.Cancelled)]
    public required string Status { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was planned and training began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required AuditProgress Progress { get; init; }

    /// <summary>What a reader should know about the data.</summary>
    public required IReadOnlyList<AuditWarning> Warnings { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The schedule that began it; null: somebody did.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>What a reviewer says of it; null: nobody did.</summary>
    public AuditReview? Review { get; init; }

    /// <summary>
    /// HMAC-SHA-256 over item, id, group, human score and normalised text of every response that took part, under a secret of the organisation
    /// that is never told: the same data of one organisation have the same.
    /// </summary>
    public string? DataDigest { get; init; }

    /// <summary>The request with every default written out.</summary>
    public required AuditDesign Request { get; init; }
}

/// <summary>Where an audit stands.</summary>
public sealed record AuditProgress
{
    /// <summary>Training runs done.</summary>
    public required int FitsDone { get; init; }

    /// <summary>Training runs in all.</summary>
    public required int FitsTotal { get; init; }

    /// <summary>Share of the work that is done, 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>Seconds left, by the pace so far; null while nothing can be said.</summary>
    public double? EtaSeconds { get; init; }

    /// <summary>The training runs that run.</summary>
    public required IReadOnlyList<RunningFit> Running { get; init; }

    /// <summary>A time for people: in seconds below two minutes, else in minutes.</summary>
    internal static string Left(double seconds) => seconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min");
}

/// <summary>A training run that runs.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">The training split; null for a scorer that learns nothing.</param>
/// <param name="Fold">The fold held out, from 0.</param>
/// <param name="Repeat">The repeat, from 0.</param>
/// <param name="Epoch">The running epoch, from 1; null while data are prepared.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Note">What takes time before training begins, such as fetching a checkpoint; null while it runs.</param>
public sealed record RunningFit(string ItemId, string Scorer, string? Split, int Fold, int Repeat, int? Epoch, int Epochs, string? Note);
