using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ScoringFairness.Service.Host.Pages;

/// <summary>Problems as pages, for a browser that asks for one or sends a form of one: programs get the problem itself.</summary>
internal sealed class ProblemPages(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.HasFormContentType) && PageRenderer.IsWanted(request);
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        options.Value.CustomizeProblemDetails?.Invoke(context);
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Title ??= ReasonPhrases.GetReasonPhrase(http.Response.StatusCode);
        var html = await http.RequestServices.GetRequiredService<PageRenderer>()
            .RenderAsync<ProblemPage>(nameof(ProblemPage.Message), new ProblemPage.Text(problem, AuditOf(http, problem)));
        http.Response.ContentType = PageRenderer.MediaType;
        http.Response.Headers.Append("Vary", "Accept");
        await http.Response.WriteAsync(html, http.RequestAborted);
    }

    /// <summary>The audit that was asked about, where it is there and has not yet what was asked for.</summary>
    private static string? AuditOf(HttpContext http, ProblemDetails problem) =>
        problem.Status == StatusCodes.Status409Conflict ? http.GetRouteValue("auditId") as string : null;
}
