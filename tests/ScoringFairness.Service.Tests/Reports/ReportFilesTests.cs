using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsvHelper;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>What the report of a stored audit leads to: its audit, and a file for each table and plot.</summary>
public sealed partial class ReportFilesTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Students = 200;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_leads_to_its_audit_and_back_and_each_table_and_plot_to_a_file()
    {
        var id = await AuditAsync("files");
        var html = await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation);
        Assert.Contains($"<a href=\"/audits/{id}\">", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/v1/audits/{id}/report.html\"", await service.Http.GetStringAsync($"/audits/{id}", Cancellation), StringComparison.Ordinal);
        var files = File().Matches(html).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value)).Distinct().ToList();
        Assert.Equal(8, files.Count(file => file.Contains("report.csv?table=", StringComparison.Ordinal)));
        Assert.Equal(4, files.Count(file => file.Contains("report.svg?plot=", StringComparison.Ordinal)));
        Assert.Equal(4, PictureFile().Matches(html).Select(link => link.Groups[1].Value).Distinct().Count());
        foreach (var file in files)
        {
            using var answer = await service.Http.GetAsync(file, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode, text);
            if (file.Contains(".svg", StringComparison.Ordinal))
            {
                Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
                var svg = XDocument.Parse(text).Root!;
                Assert.Equal("svg", svg.Name.LocalName);
                Assert.NotEmpty(svg.Descendants(svg.Name.Namespace + "circle"));
                Assert.DoesNotContain(svg.DescendantsAndSelf(), one => one.Name.Namespace != svg.Name.Namespace);
            }
            else
            {
                Assert.InRange(Rows(text).Count, 2, 5000);
            }
        }
    }

    [Fact]
    public async Task A_plot_is_a_picture_of_the_whole_drawing_at_two_pixels_a_point()
    {
        var id = await AuditAsync("pictures");
        var svg = XDocument.Parse(await service.Http.GetStringAsync($"/v1/audits/{id}/report.svg?plot=fairness", Cancellation)).Root!;
        var words = string.Join('\n', svg.Descendants(svg.Name.Namespace + "text").Select(text => text.Value));
        Assert.Matches(@"Scorer vendor; male − female; n: male \d+, female \d+", words);
        Assert.Matches(@"(tolerance|tell), n \d+", words);
        using var answer = await service.Http.GetAsync($"/v1/audits/{id}/report.png?plot=fairness", Cancellation);
        Assert.SkipWhen(answer.StatusCode == HttpStatusCode.NotImplemented, "There is no Chromium here.");
        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var (width, height, isInked) = Picture.Read(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal((2 * (int)svg.Attribute("width")!, 2 * (int)svg.Attribute("height")!), (width, height));
        // The words of the last row: a window that is too low would leave it blank.
        var last = svg.Descendants(svg.Name.Namespace + "text").Max(text => (int)text.Attribute("y")!);
        Assert.Contains(Enumerable.Range(2 * (last - 10), 20), row => isInked[row]);
        Assert.False(isInked[height - 4]);
    }

    [Fact]
    public async Task A_table_of_counts_has_the_counts_that_the_json_has()
    {
        var id = await AuditAsync("counts");
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report.json");
        var table = report["tables"]!.AsArray()[0]!;
        var expected = table["groups"]!.AsArray().SelectMany(group => group!["counts"]!.AsArray()).SelectMany(row => row!.AsArray())
            .Select(count => count?.ToJsonString() ?? "").ToList();
        var rows = Rows(await service.Http.GetStringAsync($"/v1/audits/{id}/report.csv?table=confusion", Cancellation));
        Assert.Equal(expected, rows.Where(row => row["itemId"] == (string?)table["itemId"]).Select(row => row["n"]));
        Assert.Contains("", expected);
        Assert.All(expected, count => Assert.True(count is "" or "0" || int.Parse(count, CultureInfo.InvariantCulture) >= 10));
    }

    [Theory]
    [InlineData("report.csv?table=luck", "table", "confusion")]
    [InlineData("report.svg?plot=luck", "plot", "fairness")]
    [InlineData("report.png?plot=luck", "plot", "fairness")]
    public async Task A_table_or_plot_that_there_is_not_is_refused_with_those_that_there_are(string path, string name, string known)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Get, $"/v1/audits/any/{path}");
        Assert.Equal(400, status);
        Assert.Contains(known, (string)problem!["errors"]![name]![0]!, StringComparison.Ordinal);
    }

    private static List<IDictionary<string, string>> Rows(string text)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        List<IDictionary<string, string>> rows = [];
        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv[name]!));
        }
        return rows;
    }

    private async Task<string> AuditAsync(string item)
    {
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(Students, levels: 3), "text/csv");
        var scores = new StringBuilder("scorer,itemId,responseId,score\n");
        for (var number = 0; number < Students; number++)
        {
            scores.Append(CultureInfo.InvariantCulture, $"vendor,{item},r{number},{(number / 2 + (number % 7 == 0 ? 1 : 0)) % 3}\n");
        }
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores", scores.ToString(), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        var audit = await service.Http.AuditAsync($$"""
            { "items": ["{{item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        return (string)audit["auditId"]!;
    }

    [GeneratedRegex(@"href=""(/v1/audits/[0-9a-f]+/report\.png\?plot=[a-z]+)""")]
    private static partial Regex PictureFile();

    [GeneratedRegex(@"href=""(/v1/audits/[0-9a-f]+/report\.(?:csv|svg)\?[^""]+)""")]
    private static partial Regex File();
}
