using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Pages;

/// <summary>Refuses forms that are no forms: too many fields, values too long, bytes that no text holds, cut off in the midst.</summary>
internal sealed class ReadableForm : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception broken) when (context.HttpContext.Request.HasFormContentType
            && (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException)))
        {
            return Problems.BadRequest("The form cannot be read; send it as the page has it.");
        }
    }
}
