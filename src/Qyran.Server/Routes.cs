using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Qyran.Server.Access;
using Qyran.Server.Broker;
using Qyran.Server.Cameras;
using Qyran.Server.Cases;
using Qyran.Server.Devices;
using Qyran.Server.Health;
using Qyran.Server.Hooks;
using Qyran.Server.Live;
using Qyran.Server.Onvif;
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
        api.MapPost("/cameras/discover", DiscoverCameras.Handle).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapPost("/cameras/ask", AskDevice.Handle).RequireAuthorization(Rights.Change).WithTags("cameras");
        api.MapGet("/cameras/{id}/recordings", ListRecordings.Handle).RequireAuthorization(Rights.Read).WithTags("recordings");
        api.MapGet("/cameras/{id}/recordings/video", ExportVideo.Handle).RequireAuthorization(Rights.Read).WithTags("recordings");

        api.MapGet("/passages", FindPassages.Handle).RequireAuthorization(Rights.Read).WithTags("passages");
        api.MapGet("/passages/{id}", ShowPassage.Handle).RequireAuthorization(Rights.Read).WithTags("passages");
        api.MapGet("/passages/{id}/photo", PassagePhoto.Handle).RequireAuthorization(Rights.Read).WithTags("passages");
        api.MapGet("/passages/{id}/files/{name}", PassageFile.Handle).RequireAuthorization(Rights.Read).WithTags("passages");

        api.MapGet("/cases", ListCases.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapGet("/cases/{id}", ShowCase.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapPost("/cases/{id}/approve", DecideCase.Approve).RequireAuthorization(Rights.Person).ProducesProblem(StatusCodes.Status409Conflict).WithTags("cases");
        api.MapPost("/cases/{id}/reject", DecideCase.Reject).RequireAuthorization(Rights.Person).ProducesProblem(StatusCodes.Status409Conflict).WithTags("cases");
        api.MapGet("/cases/{id}/pack", DownloadPack.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapGet("/cases/{id}/pack/check", CheckPack.Handle).RequireAuthorization(Rights.Read).WithTags("cases");
        api.MapGet("/cases/{id}/files/{**name}", PackFile.Handle).RequireAuthorization(Rights.Read).WithTags("cases");

        api.MapGet("/hooks", ListHooks.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapPut("/hooks/{id}", SaveHook.Handle).RequireAuthorization(Rights.Person).ProducesProblem(StatusCodes.Status409Conflict).WithTags("hooks");
        api.MapDelete("/hooks/{id}", RemoveHook.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapPost("/hooks/{id}/secret", RenewHookSecret.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapPost("/hooks/{id}/ping", PingHook.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapGet("/hooks/{id}/deliveries", ListDeliveries.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapPost("/hooks/{id}/deliveries/{delivery}/redeliver", Redeliver.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");

        api.MapGet("/broker", ShowBroker.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapPut("/broker", SaveBroker.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");
        api.MapDelete("/broker", RemoveBroker.Handle).RequireAuthorization(Rights.Person).WithTags("hooks");

        api.MapGet("/devices", ListDevices.Handle).RequireAuthorization(Rights.Read).WithTags("devices");
        api.MapPut("/devices/{id}", SaveDevice.Handle).RequireAuthorization(Rights.Change).ProducesProblem(StatusCodes.Status409Conflict).WithTags("devices");
        api.MapDelete("/devices/{id}", RemoveDevice.Handle).RequireAuthorization(Rights.Change).WithTags("devices");
        api.MapPost("/devices/{id}/keys", AddDeviceKey.Handle).RequireAuthorization(Rights.Person).WithTags("devices");
        api.MapPost("/ingest/passages", IngestPassage.Handle).RequireAuthorization(Rights.Ingest).ProducesProblem(StatusCodes.Status409Conflict).WithTags("devices")
            .AddOpenApiOperationTransformer(IngestDocument.Describe).WithMetadata(new RequestSizeLimitAttribute(IngestLimits.MostBytes));

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
