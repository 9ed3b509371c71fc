using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Qyran.Server.Access;
using Qyran.Server.Account;
using Qyran.Server.Audit;
using Qyran.Server.Broker;
using Qyran.Server.Cameras;
using Qyran.Server.Cases;
using Qyran.Server.Devices;
using Qyran.Server.Health;
using Qyran.Server.Hooks;
using Qyran.Server.Live;
using Qyran.Server.Map;
using Qyran.Server.Onvif;
using Qyran.Server.Pages;
using Qyran.Server.Passages;
using Qyran.Server.People;
using Qyran.Server.Recordings;
using Qyran.Server.Scenes;
using Qyran.Server.Sections;
using Qyran.Server.Sites;
using Qyran.Server.Traffic;
using Qyran.Server.Watchlists;

namespace Qyran.Server;

/// <summary>Everything the server answers: one line is a path, its use case, who may, and how it is told in the audit log. A test holds this list against what is really there.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder to)
    {
        // for everybody: health, and the way in
        to.MapGet("/health/live", Alive.Live).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/health/ready", Alive.Ready).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/sign-in", SignInPage.Page).AllowAnonymous().ExcludeFromDescription();
        to.MapPost("/sign-in", SignIn.Handle).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(SignInPage.Limit);
        to.MapPost("/sign-in/password", SignInByPassword.Handle).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(SignInPage.Limit);
        to.MapGet("/sign-in/ways", OidcSignIn.Offered).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/sign-in/oidc", OidcSignIn.Begin).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(SignInPage.Limit);
        to.MapGet(ChoosePassword.Path, SignInPage.Page).AllowAnonymous().ExcludeFromDescription();
        to.MapPost(ChoosePassword.Path, ChoosePassword.Handle).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(SignInPage.Limit);
        to.MapPost(ChoosePassword.Path + "/whose", ChoosePassword.Whose).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(SignInPage.Limit);
        to.MapGet("/web/sign-in.js", SignInPage.Script).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/web/words.js", SignInPage.Words).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/web/words/{language}.json", SignInPage.Table).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/web/app.css", SignInPage.Style).AllowAnonymous().ExcludeFromDescription();
        to.MapGet("/web/icon.svg", SignInPage.Icon).AllowAnonymous().ExcludeFromDescription();

        var api = to.MapGroup("/api").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/me", WhoAmI.Handle).For(Right.Known).WithTags("access");
        api.MapPost("/sign-out", SignOut.Handle).For(Right.Pages, act: "sign out").WithTags("access");
        api.MapPost("/first-account", FirstAccount.Handle).For(Right.People, act: "make first account").ProducesProblem(StatusCodes.Status409Conflict).WithTags("access");
        api.MapPost("/sign-in-links", AddSignInLink.Handle).For(Right.Account, act: "make sign-in link").WithTags("access");
        api.MapGet("/keys", Keys.List).For(Right.People, act: "list keys").WithTags("access");
        api.MapPost("/keys", Keys.Add).For(Right.People, act: "add key").WithTags("access");
        api.MapDelete("/keys/{id}", Keys.Remove).For(Right.People, act: "remove key").WithTags("access");

        api.MapGet("/account", ShowAccount.Handle).For(Right.Account).ProducesProblem(StatusCodes.Status409Conflict).WithTags("account");
        api.MapPost("/account/password", ChangePassword.Handle).For(Right.Account, act: "change own password").WithTags("account").RequireRateLimiting(SignInPage.Limit);
        api.MapPost("/account/second-factor", OfferSecondFactor.Handle).For(Right.Account, act: "offer second factor").WithTags("account").RequireRateLimiting(SignInPage.Limit);
        api.MapPost("/account/second-factor/confirm", ConfirmSecondFactor.Handle).For(Right.Account, act: "turn on second factor").WithTags("account").RequireRateLimiting(SignInPage.Limit);
        api.MapPost("/account/second-factor/remove", RemoveSecondFactor.Handle).For(Right.Account, act: "turn off second factor").WithTags("account").RequireRateLimiting(SignInPage.Limit);
        api.MapDelete("/account/sessions/{id}", EndOwnSessions.One).For(Right.Account, act: "end own session").WithTags("account");
        api.MapPost("/account/end-other-sessions", EndOwnSessions.Others).For(Right.Account, act: "end own sessions").WithTags("account");

        api.MapGet("/people", ListPeople.Handle).For(Right.People).WithTags("people");
        api.MapPost("/people", InvitePerson.Handle).For(Right.People, act: "invite person").ProducesProblem(StatusCodes.Status409Conflict).WithTags("people");
        api.MapPut("/people/{id}", ChangePerson.Handle).For(Right.People, act: "change person").ProducesProblem(StatusCodes.Status409Conflict).WithTags("people");
        api.MapPost("/people/{id}/link", NewLink.Handle).For(Right.People, act: "make password link").ProducesProblem(StatusCodes.Status409Conflict).WithTags("people");
        api.MapPost("/people/{id}/end-sessions", EndSessions.Handle).For(Right.People, act: "end sessions").WithTags("people");
        api.MapGet("/audit", ListAudit.Handle).For(Right.Audit, act: "read audit log").WithTags("audit");

        api.MapGet("/sites", ListSites.Handle).For(Right.Cameras).WithTags("cameras");
        api.MapPut("/sites/{id}", SaveSite.Handle).For(Right.SetUp, Thing.Site, "change site").WithTags("cameras");
        api.MapGet("/cameras", ListCameras.Handle).For(Right.Cameras).WithTags("cameras");
        api.MapGet("/cameras/{id}", ShowCamera.Handle).For(Right.Cameras, Thing.Camera).WithTags("cameras");
        api.MapPut("/cameras/{id}", SaveCamera.Handle).For(Right.SetUp, Thing.Camera, "change camera").WithTags("cameras");
        api.MapDelete("/cameras/{id}", RemoveCamera.Handle).For(Right.SetUp, Thing.Camera, "remove camera").WithTags("cameras");
        api.MapPost("/cameras/{id}/pause", PauseCamera.Pause).For(Right.SetUp, Thing.Camera, "pause camera").WithTags("cameras");
        api.MapPost("/cameras/{id}/resume", PauseCamera.Resume).For(Right.SetUp, Thing.Camera, "resume camera").WithTags("cameras");
        api.MapPost("/cameras/{id}/confirm-view", ConfirmView.Handle).For(Right.SetUp, Thing.Camera, "confirm view").WithTags("cameras");
        api.MapGet("/cameras/{id}/scene", ShowScene.Handle).For(Right.SetUp, Thing.Camera).WithTags("scenes");
        api.MapPut("/cameras/{id}/scene", SaveScene.Handle).For(Right.SetUp, Thing.Camera, "change scene").ProducesProblem(StatusCodes.Status409Conflict).WithTags("scenes");
        api.MapGet("/cameras/{id}/scene/versions/{number}", ShowScene.Version).For(Right.SetUp, Thing.Camera).WithTags("scenes");
        api.MapPost("/cameras/{id}/scene/check", CheckScene.Handle).For(Right.SetUp, Thing.Camera).WithTags("scenes"); // asked while a point is dragged, changes nothing: no act
        api.MapPost("/cameras/{id}/scene/trial", TryScene.Begin).For(Right.SetUp, Thing.Camera, "try scene").ProducesProblem(StatusCodes.Status409Conflict).WithTags("scenes");
        api.MapGet("/cameras/{id}/scene/trial", TryScene.Show).For(Right.SetUp, Thing.Camera).WithTags("scenes"); // asked once a second while it runs: beginning it is the act
        api.MapDelete("/cameras/{id}/scene/trial", TryScene.Stop).For(Right.SetUp, Thing.Camera, "stop trying scene").WithTags("scenes");
        api.MapPost("/cameras/{id}/scene/proposal", ProposeScene.Begin).For(Right.SetUp, Thing.Camera, "propose scene").ProducesProblem(StatusCodes.Status409Conflict).WithTags("scenes");
        api.MapGet("/cameras/{id}/scene/proposal", ProposeScene.Show).For(Right.SetUp, Thing.Camera).WithTags("scenes"); // as with the trial
        api.MapDelete("/cameras/{id}/scene/proposal", ProposeScene.Stop).For(Right.SetUp, Thing.Camera, "stop proposing scene").WithTags("scenes");
        api.MapGet("/sections", ListSections.Handle).For(Right.Cameras).WithTags("sections");
        api.MapPut("/sections/{id}", SaveSection.Handle).For(Right.SetUp, act: "change section").WithTags("sections");
        api.MapDelete("/sections/{id}", RemoveSection.Handle).For(Right.SetUp, act: "remove section").WithTags("sections");
        api.MapGet("/positions", ListPositions.Handle).For(Right.Cameras).WithTags("cameras");
        api.MapPut("/cameras/{id}/position", PlaceCamera.Handle).For(Right.SetUp, Thing.Camera, "place camera").WithTags("cameras");
        api.MapPost("/cameras/discover", DiscoverCameras.Handle).For(Right.SetUp, act: "search for cameras").WithTags("cameras");
        api.MapPost("/cameras/ask", AskDevice.Handle).For(Right.SetUp, act: "ask a camera").WithTags("cameras");
        api.MapGet("/cameras/{id}/undecided", CountUndecided.Handle).For(Right.Cameras, Thing.Camera).WithTags("cameras");
        api.MapGet("/cameras/{id}/snapshot", Snapshot.Handle).For(Right.Watch, Thing.Camera, "view snapshot").WithTags("cameras");
        api.MapGet("/cameras/{id}/live", LiveSocket.Handle).For(Right.Watch, Thing.Camera, "watch live", stays: true).ExcludeFromDescription(); // a WebSocket
        api.MapGet("/cameras/{id}/recordings", ListRecordings.Handle).For(Right.Recordings, Thing.Camera).WithTags("recordings");
        api.MapGet("/cameras/{id}/recordings/video", ExportVideo.Handle).For(Right.Export, Thing.Camera, "export video").WithTags("recordings");

        api.MapGet("/passages", FindPassages.Handle).For(Right.Passages, act: "search passages").WithTags("passages");
        api.MapGet("/passages/{id}", ShowPassage.Handle).For(Right.Passages, Thing.Passage, "view passage").WithTags("passages");
        api.MapGet("/passages/{id}/photo", PassagePhoto.Handle).For(Right.Passages, Thing.Passage, "view photo").WithTags("passages");
        api.MapGet("/passages/{id}/files/{name}", PassageFile.Handle).For(Right.Evidence, Thing.Passage, "download passage file").WithTags("passages");

        api.MapGet("/cases", ListCases.Handle).For(Right.Cases, act: "list cases").WithTags("cases");
        api.MapGet("/open-cases", CountOpenCases.Handle).For(Right.Cases).WithTags("cases"); // asked whenever one comes or goes, and a look at none: no act
        api.MapGet("/cases/{id}", ShowCase.Handle).For(Right.Cases, Thing.Case, "view case").WithTags("cases");
        api.MapPost("/cases/{id}/approve", DecideCase.Approve).For(Right.Approve, Thing.Case, "approve case").ProducesProblem(StatusCodes.Status409Conflict).WithTags("cases");
        api.MapPost("/cases/{id}/reject", DecideCase.Reject).For(Right.Reject, Thing.Case, "reject case").ProducesProblem(StatusCodes.Status409Conflict).WithTags("cases");
        api.MapGet("/cases/{id}/pack", DownloadPack.Handle).For(Right.Evidence, Thing.Case, "download pack").WithTags("cases");
        api.MapGet("/cases/{id}/pack/check", CheckPack.Handle).For(Right.Cases, Thing.Case, "check pack").WithTags("cases");
        api.MapPost("/cases/{id}/redacted", RedactCase.Begin).For(Right.Evidence, Thing.Case, "redact case").WithTags("cases");
        api.MapGet("/cases/{id}/redacted", RedactCase.Show).For(Right.Evidence, Thing.Case).WithTags("cases"); // asked every second while it is made
        api.MapGet("/cases/{id}/redacted/file", RedactCase.Download).For(Right.Evidence, Thing.Case, "download redacted copy").WithTags("cases");
        api.MapGet("/cases/{id}/measurement", ShowMeasurement.Handle).For(Right.Cases, Thing.Case, "view measurement").WithTags("cases");
        api.MapGet("/cases/{id}/files/{**name}", PackFile.Handle).For(Right.Cases, Thing.Case, "view evidence").WithTags("cases");

        api.MapGet("/traffic/vehicles", CountVehicles.Handle).For(Right.Passages, act: "view traffic").WithTags("traffic");
        api.MapGet("/traffic/speeds", CountSpeeds.Handle).For(Right.Passages, act: "view traffic").WithTags("traffic");
        api.MapGet("/traffic/trails", CountTrails.Handle).For(Right.Passages, act: "view traffic").WithTags("traffic");
        api.MapGet("/traffic/violations", CountViolations.Handle).For(Right.Cases, act: "view traffic").WithTags("traffic");

        api.MapGet("/watchlist", ListWatches.Handle).For(Right.Watchlist, act: "read watchlist").WithTags("watchlist");
        api.MapPost("/watchlist", AddWatch.Handle).For(Right.Watchlist, act: "watch plate").WithTags("watchlist");
        api.MapPost("/watchlist/{id}/end", EndWatch.Handle).For(Right.Watchlist, act: "end watching plate").ProducesProblem(StatusCodes.Status409Conflict).WithTags("watchlist");
        api.MapGet("/watchlist/alerts", ListAlerts.Handle).For(Right.Alerts, act: "list watch alerts").WithTags("watchlist");

        api.MapGet("/hooks", ListHooks.Handle).For(Right.Connect).WithTags("hooks");
        api.MapPut("/hooks/{id}", SaveHook.Handle).For(Right.Connect, act: "change hook").ProducesProblem(StatusCodes.Status409Conflict).WithTags("hooks");
        api.MapDelete("/hooks/{id}", RemoveHook.Handle).For(Right.Connect, act: "remove hook").WithTags("hooks");
        api.MapPost("/hooks/{id}/secret", RenewHookSecret.Handle).For(Right.Connect, act: "renew hook secret").WithTags("hooks");
        api.MapPost("/hooks/{id}/ping", PingHook.Handle).For(Right.Connect, act: "ping hook").WithTags("hooks");
        api.MapGet("/hooks/{id}/deliveries", ListDeliveries.Handle).For(Right.Connect, act: "list deliveries").WithTags("hooks");
        api.MapPost("/hooks/{id}/deliveries/{delivery}/redeliver", Redeliver.Handle).For(Right.Connect, act: "redeliver").WithTags("hooks");
        api.MapGet("/broker", ShowBroker.Handle).For(Right.Connect).WithTags("hooks");
        api.MapPut("/broker", SaveBroker.Handle).For(Right.Connect, act: "change broker").WithTags("hooks");
        api.MapDelete("/broker", RemoveBroker.Handle).For(Right.Connect, act: "remove broker").WithTags("hooks");

        api.MapGet("/devices", ListDevices.Handle).For(Right.Cameras).WithTags("devices");
        api.MapPut("/devices/{id}", SaveDevice.Handle).For(Right.SetUp, Thing.Device, "change device").ProducesProblem(StatusCodes.Status409Conflict).WithTags("devices");
        api.MapDelete("/devices/{id}", RemoveDevice.Handle).For(Right.SetUp, Thing.Device, "remove device").WithTags("devices");
        api.MapPost("/devices/{id}/keys", AddDeviceKey.Handle).For(Right.Connect, Thing.Device, "add device key").WithTags("devices");
        // what is handed in is its own trace: a row for each, and the files' hashes
        api.MapPost("/ingest/passages", IngestPassage.Handle).For(Right.Ingest).ProducesProblem(StatusCodes.Status409Conflict).WithTags("devices")
            .AddOpenApiOperationTransformer(IngestDocument.Describe).WithMetadata(new RequestSizeLimitAttribute(IngestLimits.MostBytes));

        api.MapGet("/events", Events.Handle).For(Right.Known, act: "listen to events", stays: true).WithTags("live");
        api.MapGet("/system", ShowSystem.Handle).For(Right.System).WithTags("system");
        to.MapGet("/metrics", Metrics.Handle).For(Right.System).ExcludeFromDescription();
        ApiDocument.Map(to).RequireAuthorization(nameof(Right.Known)).WithMetadata(new Needs(Right.Known, Thing.None, null, false));

        // the pages: one document, whose scripts look at the address
        foreach (var page in (string[])["/", "/cameras", "/cameras/{id}", "/cameras/{id}/scene", "/sections", "/passages", "/passages/{id}", "/cases", "/cases/{id}", "/traffic", "/map", "/watchlist", "/system", "/account", "/people", "/audit", "/connections", "/first-start"])
            to.MapGet(page, Page.Index).For(Right.Pages).ExcludeFromDescription();
        to.MapGet("/web/{**path}", Page.File).For(Right.Pages).ExcludeFromDescription();
    }
}
