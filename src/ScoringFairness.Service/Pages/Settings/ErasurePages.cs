using ScoringFairness.Service.Erasure;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>A student is erased: what is known is counted first. The student's id stands in forms alone, never in an address.</summary>
internal static class ErasurePages
{
    public static void MapErasurePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings/erasure", async (PageRenderer renderer) => await AnswerAsync(renderer, new ErasurePage.Shown(SettingsForm.Of())))
            .For(Role.Ingest);
        pages.MapPost("/settings/erasure", CountAsync).For(Role.Ingest);
        pages.MapPost("/settings/erasure/confirm", EraseAsync).For(Role.Ingest);
    }

    private static async Task<IResult> CountAsync(
        HttpRequest request, Caller caller, FindStudent find, PageRenderer pages, CancellationToken cancellation) =>
        await SettingsForm.ReadAsync(request, cancellation) is { } form
            ? await ShowAsync(form, caller, find, pages, errors: null, cancellation)
            : SettingsPages.NoForm("DELETE /v1/students/{studentId}");

    private static async Task<IResult> ShowAsync(
        SettingsForm form, Caller caller, FindStudent find, PageRenderer pages, (string Field, string Message)? errors, CancellationToken cancellation)
    {
        var student = form["student"];
        var known = student is null ? null : await find.RunAsync(caller, student, cancellation);
        errors = known is not null ? errors
            : ("student", student is null ? "Say who is to be erased." : "Nothing is known of this student; the id must be as it was sent.");
        form = errors is { } wrong ? form with { Errors = new Dictionary<string, string[]> { [wrong.Field] = [wrong.Message] } } : form;
        return await AnswerAsync(
            pages, new ErasurePage.Shown(form) { Known = known, MayRead = caller.MayRead },
            errors is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> EraseAsync(
        HttpRequest request, Caller caller, FindStudent find, EraseResponses erase, PageRenderer pages, CancellationToken cancellation)
    {
        if (await SettingsForm.ReadAsync(request, cancellation) is not { } form)
        {
            return SettingsPages.NoForm("DELETE /v1/students/{studentId}");
        }
        if (form["student"] is not { } student || form["sure"] is null)
        {
            return await ShowAsync(form, caller, find, pages, ("sure", "Tick the box to erase the student for good."), cancellation);
        }
        return await erase.StudentAsync(caller, student, cancellation) is { } erased
            ? await AnswerAsync(pages, new ErasurePage.Shown(SettingsForm.Of()) { Erased = erased })
            : await ShowAsync(form, caller, find, pages, errors: null, cancellation);
    }

    private static async Task<IResult> AnswerAsync(PageRenderer pages, ErasurePage.Shown shown, int status = StatusCodes.Status200OK) =>
        await pages.AnswerAsync<ErasurePage>(nameof(ErasurePage.Model), shown, status);
}
