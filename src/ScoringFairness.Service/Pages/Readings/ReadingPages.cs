using System.Globalization;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Reports.Readings;

namespace ScoringFairness.Service.Pages.Readings;

/// <summary>The responses behind a report, for those who may read what students wrote.</summary>
internal static class ReadingPages
{
    private const int Shown = 10;

    public static void MapReadingPages(this IEndpointRouteBuilder pages) => pages.MapGet("/audits/{auditId}/responses", ReadAsync).For(Role.Texts);

    private static async Task<IResult> ReadAsync(
        string auditId, HttpRequest request, HttpResponse response, Caller caller, ReadResponses read, PageRenderer pages, CancellationToken cancellation,
        string? scorer = null, string? split = null, string? itemId = null, string? group = null, string? level = null, string? direction = null,
        string? after = null)
    {
        response.Headers["X-Robots-Tag"] = "noindex";
        var (size, place, isWrong, problem) = ComparedCursor.Read(Shown, after);
        if (isWrong)
        {
            return Paging.Refused(problem);
        }
        if (Filled(level) is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Problems.Invalid("The query cannot be used", "level", "is no number; choose a human score.");
        }
        var query = new ComparedQuery
        {
            Scorer = Filled(scorer),
            Split = Filled(split),
            ItemId = Filled(itemId),
            Group = Filled(group),
            Level = Filled(level) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null,
            Direction = Filled(direction),
        };
        // Who has chosen nothing sees each response once: by the first scorer, the one of the report's first page.
        var isOpening = scorer is null && split is null;
        var outcome = await read.RunAsync(caller, auditId, query, isOpening, place, size, cancellation);
        if (outcome is not Outcome<ComparedPart>.Done { Value: var part })
        {
            return outcome.Problem();
        }
        var next = ComparedCursor.Write(part.Next) is { } cursor
            ? $"/audits/{Uri.EscapeDataString(auditId)}/responses" + QueryString.Create(
                request.Query.Where(field => field.Key != "after")
                    .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value)).Append(new("after", cursor)))
            : null;
        return await pages.AnswerAsync<ResponsesPage>(nameof(ResponsesPage.View), ResponsesView.Of(part, next, after is not null));
    }

    private static string? Filled(string? field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();
}
