using System.Text;
using System.Text.Json;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Reports;

/// <summary>Figures that are stored nowhere, as files within their page, and the way back from it.</summary>
/// <param name="report">The report that the page shows.</param>
/// <param name="back">Where the scores came from.</param>
public sealed class UnstoredFigures(AuditReport report, string back)
{
    /// <summary>Where the scores came from.</summary>
    public string Back => back;

    /// <summary>The report in JSON, as an address that holds it.</summary>
    public string Json { get; } = $"data:application/json;base64,{Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(report, ContractJson.Options))}";

    /// <summary>Its measures in CSV, as an address that holds them.</summary>
    public string Csv { get; } = $"data:text/csv;charset=utf-8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(ReportCsv.Write(report.Measures)))}";
}
