using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScoringFairness.Service.Host.Pages;

/// <summary>Renders components to pages that need nothing beside themselves.</summary>
internal sealed partial class PageRenderer(HtmlRenderer renderer)
{
    /// <summary>The type of a page.</summary>
    public const string MediaType = "text/html; charset=utf-8";

    /// <summary>Whether a client asks for a page rather than for data: it names text/html before JSON, as browsers do.</summary>
    public static bool IsWanted(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(type => type.Quality ?? 1).FirstOrDefault(type => type.MediaType == "text/html" || type.MediaType == "application/json")
        is { } wanted && wanted.MediaType == "text/html";

    /// <summary>The page as text.</summary>
    public Task<string> RenderAsync<TPage>(string parameter, object? value)
        where TPage : IComponent =>
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter] = value });
            var html = (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString();
            return Indentation().Replace(html, match => match.Value[0] == '<' ? match.Value : "\n");
        });

    /// <summary>A tenth of a large page would be the components' own indentation; what stands in pre stays as it is.</summary>
    [GeneratedRegex(@"<pre[\s\S]*?</pre>|\n\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Indentation();

    /// <summary>The page as an answer.</summary>
    public async Task<ContentHttpResult> AnswerAsync<TPage>(string parameter, object? value, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        TypedResults.Content(await RenderAsync<TPage>(parameter, value), MediaType, statusCode: status);
}
