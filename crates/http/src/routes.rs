//! Registering operations: with all that they say of themselves for the document, which is made once, and without it for serving,
//! which each worker does for itself.
//!
//! utoipa-actix-web's own registration describes each time it is called, and every schema as often as an operation needs it. With one
//! worker per core that was the most memory that the program ever took.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa::openapi::{Components, OpenApi};
use utoipa_actix_web::OpenApiFactory;

/// Where modules register their operations.
pub(crate) struct ServiceConfig<'s> {
    plain: &'s mut web::ServiceConfig,
    described: Option<&'s mut OpenApi>,
}

impl<'s> ServiceConfig<'s> {
    /// Registers what is served.
    pub(crate) fn serving(plain: &'s mut web::ServiceConfig) -> Self {
        Self { plain, described: None }
    }

    /// Registers, and writes down what each operation says of itself.
    pub(crate) fn describing(plain: &'s mut web::ServiceConfig, described: &'s mut OpenApi) -> Self {
        Self { plain, described: Some(described) }
    }

    /// Registers what a module has.
    pub(crate) fn configure(&mut self, configure: impl FnOnce(&mut ServiceConfig)) -> &mut Self {
        configure(self);
        self
    }

    /// Registers an operation.
    pub(crate) fn service(&mut self, operation: impl HttpServiceFactory + OpenApiFactory + 'static) -> &mut Self {
        if let Some(described) = &mut self.described {
            described.paths.merge(operation.paths());
            let mut schemas = Vec::new();
            operation.schemas(&mut schemas);
            described.components.get_or_insert_with(Components::new).schemas.extend(schemas);
        }
        self.plain.service(operation);
        self
    }

    /// Registers what the document does not describe.
    pub(crate) fn undescribed(&mut self, operation: impl HttpServiceFactory + 'static) -> &mut Self {
        self.plain.service(operation);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::dev::AppService;
    use actix_web::{App, get};
    use utoipa::OpenApi as _;
    use utoipa::openapi::{Paths, RefOr, Schema};

    #[derive(utoipa::OpenApi)]
    struct Nothing;

    /// Must not be asked what it is.
    struct Silent;

    impl HttpServiceFactory for Silent {
        fn register(self, _: &mut AppService) {}
    }

    impl OpenApiFactory for Silent {
        fn paths(&self) -> Paths {
            panic!("described for serving")
        }

        fn schemas(&self, _: &mut Vec<(String, RefOr<Schema>)>) {
            panic!("described for serving")
        }
    }

    #[utoipa::path(responses((status = 200, description = "Good.")))]
    #[get("/spoken")]
    async fn spoken() -> &'static str {
        ""
    }

    #[test]
    fn only_the_document_asks_operations_what_they_are() {
        let _serving = App::new().configure(|plain| {
            ServiceConfig::serving(plain).configure(|config| {
                config.service(spoken).service(Silent).undescribed(Silent);
            });
        });
        let mut document = Nothing::openapi();
        let _described = App::new().configure(|plain| {
            ServiceConfig::describing(plain, &mut document).service(spoken).undescribed(Silent);
        });
        assert_eq!(document.paths.paths.keys().collect::<Vec<_>>(), ["/spoken"]);
    }
}
