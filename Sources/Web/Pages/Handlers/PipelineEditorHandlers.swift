import Coordinator
import Domain
import Hummingbird
import Wire

/// The editor of pipelines: opened, and what its buttons do.
struct PipelineEditorHandlers: Sendable {
    let server: PageServer

    private var pipelines: PipelineService { server.coordinator.pipelines }

    func add(to routes: RouteBuilder) {
        server.page(PageRoutes.newPipeline, on: routes) { try await begin($0) }
        server.page(PageRoutes.editPipeline, on: routes) { visit in
            let edition = try await pipelines.edition(visit.guid, for: visit.caller)
            let pipeline = edition.pipeline
            let form = PipelineForm(
                name: pipeline.name, description: pipeline.description, nodes: pipeline.nodes, version: edition.version)
            return try await show(visit, PipelineEditorModel(form: form, edition: edition))
        }
        server.action(PageRoutes.submitNewPipeline, on: routes, upTo: FormBody.documentLimit) { visit in
            try visit.caller.requireAdministrator()
            return try await perform(visit, nil)
        }
        server.action(PageRoutes.submitPipeline, on: routes, upTo: FormBody.documentLimit) { visit in
            try visit.caller.requireAdministrator()
            do {
                return try await perform(visit, try await pipelines.edition(visit.guid, for: visit.caller))
            } catch let error as CoordinatorError where error.kind == .notFound {
                return try await keep(visit)
            }
        }
    }

    /// A new pipeline: empty, or from a template.
    private func begin(_ visit: PageVisit) async throws -> Response {
        try visit.caller.requireAdministrator()
        let name = visit.query("template")
        let template = PipelineService.templates.first { $0.name == name }
        guard name == nil || template != nil else { throw CoordinatorError.notFound("template") }
        let form = PipelineForm(
            name: template?.title ?? "", description: template?.description ?? "", nodes: template?.nodes ?? [])
        return try await show(
            visit, PipelineEditorModel(form: form, templates: PipelineService.templates, template: name))
    }

    /// Does what a button says. All but a save that succeeds lead to the same page again, with all that was typed.
    private func perform(_ visit: PageVisit, _ edition: PipelineEdition?) async throws -> Response {
        var model = PipelineEditorModel(form: PipelineForm(visit.form), edition: edition)
        let deed = PipelineForm.Deed(visit.form["do"])
        guard deed == .save else {
            model.form.perform(deed)
            return try await show(visit, model, placesFindings: deed == .check)
        }
        model.form.fields.require("name", "Give the pipeline a name.")
        if model.form.fields.isValid {
            do {
                return try await save(visit, model)
            } catch let error as CoordinatorError where error.isMendable {
                return try await mend(visit, model, error)
            }
        }
        return try await show(visit, model, placesFindings: true, status: .badRequest)
    }

    /// What was typed into a pipeline that somebody deleted meanwhile, as a new one.
    private func keep(_ visit: PageVisit) async throws -> Response {
        var model = PipelineEditorModel(form: PipelineForm(visit.form))
        model.form.version = nil
        model.form.fields.message =
            "This pipeline was deleted meanwhile. What you typed stands here: save it as a new one."
        return try await show(visit, model, status: .notFound)
    }

    private func save(_ visit: PageVisit, _ model: PipelineEditorModel) async throws -> Response {
        var request = model.form.request
        guard let pipeline = model.edition?.pipeline else {
            request.isDefault = try await pipelines.hasNoStandard(for: visit.caller)
            let made = try await pipelines.create(request, by: visit.caller)
            return visit.redirect(to: PageRoutes.pipeline.path(made.guid), made.additionWords)
        }
        let changed = try await pipelines.change(
            pipeline.guid, request, onto: model.form.version, by: visit.caller)
        return visit.redirect(to: PageRoutes.pipeline.path(changed.guid), "\(changed.name) was saved.")
    }

    /// The form again, with what is in the way of a save.
    private func mend(
        _ visit: PageVisit, _ model: PipelineEditorModel, _ error: CoordinatorError
    ) async throws -> Response {
        var model = model
        switch error.code {
        case "pipeline_changed":
            model.isOvertaken = true
            model.edition = try await pipelines.edition(visit.guid, for: visit.caller)
            model.form.version = model.edition?.version
        case "invalid_pipeline": model.form.fields.message = "Nothing was saved: the structure check found errors."
        default: model.form.fields = model.form.fields.with(error)
        }
        return try await show(visit, model, placesFindings: true, status: .init(code: error.kind.rawValue))
    }

    private func show(
        _ visit: PageVisit, _ model: PipelineEditorModel, placesFindings: Bool = false,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var model = model
        model.isUnsaved = visit.request.method == .post
        let check = try await pipelines.check(model.form.request, for: visit.caller)
        model.findings = check.findings
        model.graph = PipelineService.graph(check.nodes)
        if placesFindings || model.form.view == .yaml { model.form.place(check.findings) }
        return PageResponse.page(PipelineEditorPage.render(model, frame: try await visit.frame()), status: status)
    }
}
