using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Lifecycle;
using Spectre.Console;

namespace ScoringFairness.Service.Demonstration;

/// <summary>Shows how an audit goes on: a bar on a terminal, plain lines elsewhere.</summary>
internal sealed class AuditWatch(IAnsiConsole console)
{
    private const double LineEvery = 0.05;

    /// <summary>Watches an audit to its end.</summary>
    public async Task<AuditView> WatchAsync(Func<CancellationToken, Task<AuditView>> read, TimeSpan pace, CancellationToken cancellation)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            return await WatchPlainAsync(read, pace, cancellation);
        }
        return await console.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("waiting", maxValue: 1);
                while (true)
                {
                    var audit = await read(cancellation);
                    bar.Value = audit.Progress.Fraction;
                    bar.Description = Markup.Escape(Describe(audit));
                    if (AuditStatus.IsFinal(audit.Status))
                    {
                        return audit;
                    }
                    await Task.Delay(pace, cancellation);
                }
            });
    }

    private async Task<AuditView> WatchPlainAsync(
        Func<CancellationToken, Task<AuditView>> read, TimeSpan pace, CancellationToken cancellation)
    {
        var shown = (Status: "", Fraction: -1.0);
        while (true)
        {
            var audit = await read(cancellation);
            if (audit.Status != shown.Status || audit.Progress.Fraction >= shown.Fraction + LineEvery)
            {
                console.WriteLine(Describe(audit));
                shown = (audit.Status, audit.Progress.Fraction);
            }
            if (AuditStatus.IsFinal(audit.Status))
            {
                return audit;
            }
            await Task.Delay(pace, cancellation);
        }
    }

    private static string Describe(AuditView audit)
    {
        var running = audit.Progress.Running.Count > 0
            ? $"; {audit.Progress.Running[0].ItemId}, {audit.Progress.Running[0].Split}, fold {audit.Progress.Running[0].Fold + 1}"
            : "";
        var left = audit.Progress.EtaSeconds is { } seconds ? $", about {AuditProgress.Left(seconds)} left" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{audit.Status} {audit.Progress.Fraction,4:P0}: {audit.Progress.FitsDone} of {audit.Progress.FitsTotal} fits{left}{running}");
    }
}
