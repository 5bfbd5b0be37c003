using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ScoringFairness.Service.Host.Json;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ScoringFairness.Service.Host.Api;

/// <summary>
/// Holds each request of the API against what its endpoint declares, before it is let in: a name that the endpoint does not know would be
/// passed over, and the request would do another thing than its sender meant.
/// </summary>
internal static class RequestCheck
{
    private const string Api = "/v1/";

    public static void UseRequestCheck(this WebApplication application) => application.Use(async (context, next) =>
    {
        var problem = context.GetEndpoint() is not RouteEndpoint endpoint ? null
            : endpoint.RoutePattern.RawText?.StartsWith(Api, StringComparison.Ordinal) == true
                ? Query(context.Request, endpoint) ?? Encoding(context.Request) ?? await BodyAsync(context, endpoint)
                : PageQuery(context.Request, endpoint);
        if (problem is null)
        {
            await next(context);
        }
        else
        {
            await problem.ExecuteAsync(context);
        }
    });

    private static ProblemHttpResult? Query(HttpRequest request, RouteEndpoint endpoint)
    {
        var errors = new Refusals();
        QueryTexts.Check(request, errors);
        if (errors.Any)
        {
            return Problems.Invalid("The request cannot be understood", errors.ByField);
        }
        var declared = DeclaredParameters.Of(endpoint);
        foreach (var (name, values) in request.Query)
        {
            Once(name, values.Count, errors);
            if (declared.Query.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is { } parameter)
            {
                Check(parameter, values.ToString(), errors);
            }
            else if (declared.Former.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is { } former)
            {
                errors.Add(name, $"is not known any more; {former.Instead}.");
            }
            else if (!declared.Open.Any(open => name.StartsWith(open.Prefix, StringComparison.Ordinal)))
            {
                errors.Add(name, JsonWording.Unknown("query parameter", name, declared.Names));
            }
        }
        foreach (var missing in declared.Query.Where(one => one.IsRequired && !request.Query.ContainsKey(one.Name)))
        {
            errors.Add(missing.Name, "is missing in the query; send it.");
        }
        foreach (var parameter in declared.Path)
        {
            Check(parameter, request.RouteValues[parameter.Name] as string ?? "", errors);
        }
        return errors.Any ? Problems.Invalid("The request cannot be understood", errors.ByField) : null;
    }

    /// <summary>A page passes over what it does not know, as links bring more than it asked for; what it reads must be what it takes.</summary>
    private static ProblemHttpResult? PageQuery(HttpRequest request, RouteEndpoint endpoint)
    {
        var errors = new Refusals();
        QueryTexts.Check(request, errors);
        foreach (var parameter in DeclaredParameters.Of(endpoint).Query.Where(one => one.Words.Count > 0))
        {
            // What a form leaves open comes empty.
            if (request.Query[parameter.Name].ToString().Trim() is { Length: > 0 } text)
            {
                Check(parameter, text, errors);
            }
        }
        return errors.Any ? Problems.Invalid("The request cannot be understood", errors.ByField) : null;
    }

    private static void Once(string name, int times, Refusals errors) =>
        errors.Unless(times == 1, name, "stands twice in the query; send it once.");

    private static void Check(DeclaredParameter parameter, string text, Refusals errors)
    {
        if (!RequestValue.Fits(text, parameter.Type))
        {
            errors.Add(parameter.Name, text.Length == 0
                ? $"is empty; {RequestValue.Remedy(parameter.Type)}, or leave it out."
                : $"is '{text}'; {RequestValue.Remedy(parameter.Type)}.");
        }
        else if (parameter.Words is [.., var last] && !parameter.Words.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            var others = string.Join(", ", parameter.Words.SkipLast(1));
            errors.Add(parameter.Name, $"is '{text}'; send {(others.Length == 0 ? last : $"{others} or {last}")}.");
        }
    }

    /// <summary>What the decompression knows it has taken away.</summary>
    private static ProblemHttpResult? Encoding(HttpRequest request) =>
        request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)
            ? Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "content-encoding", "Unknown content encoding",
                $"Content-Encoding is '{encoding}'; send one of {string.Join(", ", GuardedDecompression.Encodings)}, or the body as it is.")
            : null;

    private static async Task<ProblemHttpResult?> BodyAsync(HttpContext context, RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } type } accepts)
        {
            return null;
        }
        var request = context.Request;
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        request.Body = body;
        if (body.Length == 0)
        {
            return accepts.IsOptional ? null : Problems.BadRequest("The body is missing; send a JSON object, as the API's description at /swagger shows it.");
        }
        if (!request.HasJsonContentType())
        {
            return Problems.MediaType(request, "application/json");
        }
        if (MediaTypeHeaderValue.Parse(request.ContentType).Encoding is { } encoding && encoding.WebName != System.Text.Encoding.UTF8.WebName)
        {
            return Problems.MediaType(request, "application/json in UTF-8");
        }
        try
        {
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: context.RequestAborted);
            body.Position = 0;
            var errors = new Refusals();
            var options = context.RequestServices.GetRequiredService<IOptions<HttpJsonOptions>>().Value.SerializerOptions;
            new JsonShape(options, errors).Check(json.RootElement, type, "", Example(endpoint));
            return errors.Any ? Problems.InvalidBody("The body cannot be used", errors.ByField) : null;
        }
        catch (JsonException broken)
        {
            return Problems.BadRequest(Problems.Explain(broken));
        }
        catch (InvalidOperationException)
        {
            // What the reader throws on half of a surrogate pair, and on bytes that are no UTF-8.
            return Problems.BadRequest("The body holds a text that is not Unicode, such as a \\ud800 alone; correct it and send it again.");
        }
    }

    private static JsonNode? Example(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RequestExample>() is { ContentType: "application/json" } example ? JsonNode.Parse(example.Body) : null;
}
