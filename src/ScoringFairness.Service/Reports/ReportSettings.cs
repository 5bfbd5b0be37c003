namespace ScoringFairness.Service.Reports;

/// <summary>What reports need of the machine (section <c>Reports</c>).</summary>
internal sealed class ReportSettings
{
    /// <summary>The program that prints <c>report.pdf</c>; null: a Chromium on the PATH, where there is one.</summary>
    public string? Chromium { get; init; }
}
