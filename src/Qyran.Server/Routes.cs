using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Qyran.Server.Access;
using Qyran.Server.Cameras;
using Qyran.Server.Cases;
using Qyran.Server.Health;
using Qyran.Server.Live;
using Qyran.Server.Pages;
using Qyran.Server.Passages;
using Qyran.Server.Recordings;
using Qyran.Server.Sites;

namespace Qyran.Server;

/// <summary>Everything the server answers: one line is a path, its use case, and who may. A test holds this list against what is really there.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder to)
    {
        // for everybody: health, and the way in
        to.MapGet("/health/live", Alive.Live).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/health/ready", Alive.Ready).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/sign-in", SignInPage.Page).AllowAnonymous().ExcludeFromDescription();
        to.MapPost("/sign-in", SignIn.Handle).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(SignInPage.Limit);
        to.MapGet("/web/sign-in.js", SignInPage.Script).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/web/app.css", SignInPage.Style).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/web/icon.svg", SignInPage.Icon).AllowAnonymous().ExcludeFromDescription();

        var api = to.MapGroup("/api").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/me", WhoAmI.Handle).RequireAuthorization(Rights.Read).WithTags("access");
        api.MapPost("/sign-out", (Delegate)SignOut.Handle).RequireAuthorization(Rights.Person).WithTags("access");
        api.MapPost("/sign-in-links", AddSignInLink.Handle).RequireAuthorization(Rights.Person).WithTags("access");
        api.MapGet("/keys", Keys.List).RequireAuthorization(Rights.Person).WithTags("access");
        api.MapPost("/keys", Keys.Add).RequireAuthorization(Rights.Person).WithTags("access");
        api.MapDelete("/keys/{id}", Keys.Remove).RequireAuthorization(Rights.Person).WithTags("access");

        api.MapGet("/sites", ListSites.Handle).RequireAuthorization(Rights.Read).WithTags("cameras");
        api.MapPut("/sites/{id}", SaveSite.Handle).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapGet("/cameras", ListCameras.Handle).RequireAuthorization(Rights.Read).WithTags("cameras");
        api.MapGet("/cameras/{id}", ShowCamera.Handle).RequireAuthorization(Rights.Read).WithTags("cameras");
        api.MapPut("/cameras/{id}", SaveCamera.Handle).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapDelete("/cameras/{id}", RemoveCamera.Handle).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapPost("/cameras/{id}/pause", PauseCamera.Pause).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapPost("/cameras/{id}/resume", PauseCamera.Resume).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapPost("/cameras/{id}/confirm-view", ConfirmView.Handle).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapGet("/cameras/{id}/snapshot", Snapshot.Handle).RequireAuthorization(Rights.Read).WithTags("cameras");
        api.MapGet("/cameras/{id}/live", LiveSocket.Handle).RequireAuthorization(Rights.Read).ExcludeFromDescription(); // a WebSocket
        api.MapGet("/cameras/{id}/recordings", ListRecordings.Handle).RequireAuthorization(Rights.Read).WithTags("recordings");
        api.MapGet("/cameras/{id}/recordings/video", ExportVideo.Handle).RequireAuthorization(Rights.Read).WithTags("recordings");

        api.MapGet("/passages", FindPassages.Handle).RequireAuthorization(Rights.Read).WithTags("passages");
        api.MapGet("/passages/{id}", ShowPassage.Handle).RequireAuthorization(Rights.Read).WithTags("passages");
        api.MapGet("/passages/{id}/photo", PassagePhoto.Handle).RequireAuthorization(Rights.Read).WithTags("passages");

        api.MapGet("/cases", ListCases.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapGet("/cases/{id}", ShowCase.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapPost("/cases/{id}/approve", DecideCase.Approve).RequireAuthorization(Rights.Person).ProducesProblem(StatusCodes.Status409Conflict).WithTags("cases");
        api.MapPost("/cases/{id}/reject", DecideCase.Reject).RequireAuthorization(Rights.Person).ProducesProblem(StatusCodes.Status409Conflict).WithTags("cases");
        api.MapGet("/cases/{id}/pack", DownloadPack.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapGet("/cases/{id}/pack/check", CheckPack.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapGet("/cases/{id}/files/{**name}", PackFile.Handle).RequireAuthorization(Rights.Read).WithTags("cases");

        api.MapGet("/events", Events.Handle).RequireAuthorization(Rights.Read).WithTags("live");
        api.MapGet("/system", ShowSystem.Handle).RequireAuthorization(Rights.Read).WithTags("system");
        to.MapGet("/metrics", Metrics.Handle).RequireAuthorization(Rights.Read).ExcludeFromDescription();
        ApiDocument.Map(to).RequireAuthorization(Rights.Read);

        // the pages: one document, whose scripts look at the address
        foreach (var page in (string[])["/", "/cameras", "/cameras/{id}", "/passages", "/passages/{id}", "/cases", "/cases/{id}", "/system"])
            to.MapGet(page, Page.Index).RequireAuthorization(Rights.Person).ExcludeFromDescription();
        to.MapGet("/web/{**path}", Page.File).RequireAuthorization(Rights.Person).ExcludeFromDescription();
    }
}
