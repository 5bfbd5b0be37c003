using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Reports;

/// <summary>What reports need of the machine (section <c>Reports</c>).</summary>
internal sealed class ReportSettings : ISettings
{
    public static string Section => "Reports";

    /// <summary>The program that prints <c>report.pdf</c> and draws <c>report.png</c>; null: a Chromium on the PATH, where there is one.</summary>
    public string? Chromium { get; init; }
}
